export declare const ALONE: readonly string[];
export declare const OUR_RULES: readonly string[];
export declare const JOINED: readonly string[];
export declare const FORM: readonly string[];
export declare function protocolsOf(chain: string | undefined): string[];
export declare function rowsOf(text: string, fields: readonly string[]): ReadonlyMap<string, string>[];
export declare function textOf(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
export declare function tsharkEnvironment(home: string): NodeJS.ProcessEnv;
