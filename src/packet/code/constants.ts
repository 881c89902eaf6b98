/** Constants that generated text refers to, under names of its own. */
export class Constants {
  readonly names: string[] = [];
  readonly values: unknown[] = [];

  add(name: string, value: unknown): string {
    this.names.push(name);
    this.values.push(value);
    return name;
  }
}
