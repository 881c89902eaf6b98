/** The modules of Python that recipes import, and those that are refused with what to do instead. */
import type { Session } from '../session.ts';

type Names = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;

/** A module is read when it is first imported. */
export const MODULES: Readonly<Record<string, (session: Session) => Promise<Names>>> = {};

export const REFUSED: Readonly<Record<string, string>> = {
  subprocess: 'this shell starts no other programs; run it in another terminal and read its file with open()',
  multiprocessing: 'one process does all; write a loop, or threading.Thread for tasks side by side',
  numpy: 'use lists and the modules math and statistics',
  matplotlib: 'plot(), which lists of packets have, draws an SVG',
  pandas: 'use lists and dicts; packets have json()',
  ctypes: 'nothing of C can be called; struct packs and unpacks octets',
  requests: 'use HTTP of the toolkit (help(http))',
  tkinter: 'there are no windows; print() shows text',
};
