/** This package's version: the one in package.json; a test compares them. Kept here so that `pkw --version` reads no file. */
export const version = '0.1.0';
