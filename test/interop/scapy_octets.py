# Builds packets with scapy: `given` is a list of groups, each with the modules that its expressions need; `answer` is what each expression
# makes, in octets (or the error's text), its layers with those in its fields, and its summary as built and as read again; and scapy's names of layers.
import importlib
import pkgutil
import warnings

warnings.simplefilter("ignore")
from scapy.all import *


def nothing_is_sent(*_args, **_named):
    raise RuntimeError("scapy would have opened a socket")


# All addresses are given; whatever was forgotten must neither ask this machine nor send.
conf.route.routes = []
conf.route6.routes = []
conf.L2socket = conf.L2listen = conf.L3socket = conf.L3socket6 = nothing_is_sent


def layers_in(value):
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from layers_in(item)
    elif isinstance(value, Packet) and not isinstance(value, NoPayload):
        yield type(value).__name__
        for field in value.fields_desc:
            if not isinstance(field, ConditionalField) or field._evalcond(value):
                yield from layers_in(value.getfieldval(field.name))
        yield from layers_in(value.payload)


def summary_of(packet):
    try:
        return packet.summary()
    except Exception:  # a field without its value
        return None


def made(expression, names):
    try:
        packet = eval(expression, names)
        octets = bytes(packet)
    except Exception as error:  # the test shows it
        return {"octets": "%s: %s" % (type(error).__name__, error), "layers": [], "built": None, "read": None}
    built = summary_of(packet)
    try:
        read = packet.__class__(octets).summary()
    except Exception:  # counts without records
        read = built
    return {"octets": octets.hex(), "layers": list(layers_in(packet)), "built": built, "read": read}


def names_of(modules):
    names = dict(globals())
    for module in modules:
        exec("from scapy.%s import *" % module, names)
    return names


def subclasses(of):
    for one in of.__subclasses__():
        yield one.__name__
        yield from subclasses(one)


packets = []
for group in given:
    names = names_of(group["modules"])
    packets += [made(expression, names) for expression in group["expressions"]]
# The names of all of scapy's layers, except of modules that talk to the machine.
for package in ("scapy.layers", "scapy.contrib"):
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if not any(word in module.name for word in ("cansocket", "smbclient", "smbserver")):
            try:
                importlib.import_module(module.name)
            except Exception:  # what it needs is not installed
                pass
answer = {"packets": packets, "names": sorted(set(subclasses(Packet)))}
