/** The types of packed-text.mjs, for the tests, which are TypeScript. */
export function castsIn(code: string): string[];
export function linksIn(text: string, path: string): string[];
export function cloneRemedies(code: string): string[];
export function stackFault(stack: string, read: (path: string) => string): string | undefined;
export function screenFault(screen: string): string | undefined;
