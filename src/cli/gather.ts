/** For `OptionSpec.parse`: an option that may be given several times, with all its values. */
export const gather = (text: string, before: unknown): readonly string[] => [...((before as readonly string[] | undefined) ?? []), text];
