"""Builds packets with scapy: a JSON list of expressions in, a JSON list of [hex, summary] out (or the error's text)."""
import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from scapy.all import *  # noqa: E402,F403
from scapy.layers.inet6 import *  # noqa: E402,F403
from scapy.layers.ipsec import AH, ESP  # noqa: E402,F401
from scapy.layers.l2 import *  # noqa: E402,F403
from scapy.layers.tftp import *  # noqa: E402,F403
from scapy.contrib.coap import CoAP  # noqa: E402,F401

# All addresses are given; whatever was forgotten must not ask this machine.
conf.route.routes = []
conf.route6.routes = []


def answer(expression):
    try:
        p = eval(expression)
        return [bytes(p).hex(), p.__class__(bytes(p)).summary()]
    except Exception as error:  # the test shows it
        return "%s: %s" % (expression, error)


print(json.dumps([answer(e) for e in json.load(sys.stdin)]))
