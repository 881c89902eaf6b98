/** The types of commonjs-types.mjs, for its test: texts of the declarations for CommonJS, by their paths. */
export declare function commonjsTypes(entries: readonly { require: string; default: string }[]): Map<string, string>;
