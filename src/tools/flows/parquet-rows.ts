/** Rows into a Parquet file, by hyparquet-writer, which is loaded when the first file is opened. */
import { PacketwrightError } from '../../bytes/errors.ts';

/** What a column holds. INT64 takes bigints, TIMESTAMP dates (of milliseconds). */
export type ParquetType = 'STRING' | 'INT32' | 'INT64' | 'TIMESTAMP';

/** A column of a Parquet file. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: ParquetType;
}

/** Of the package, what is needed here. */
interface Writing {
  readonly ParquetWriter: new (o: {
    writer: unknown;
    schema: readonly unknown[];
  }) => {
    write(o: { columnData: readonly unknown[]; rowGroupSize: number }): void | Promise<void>;
    finish(): void | Promise<void>;
  };
  readonly schemaFromColumnData: (o: { columnData: readonly unknown[] }) => readonly unknown[];
  readonly fileWriter: (path: string) => unknown;
}

const PACKAGE = 'hyparquet-writer';
/** Rows that are written at once: what is kept in memory. */
const GROUP = 65_536;

async function load(): Promise<Writing> {
  // A name in a variable: nothing is bundled, and nobody who writes no Parquet needs the package.
  const name: string = PACKAGE;
  try {
    return (await import(name)) as Writing;
  } catch (error) {
    throw new PacketwrightError('ERR_PLATFORM', `Parquet files need the package ${PACKAGE}, which is not installed`, {
      remedy: `npm install ${PACKAGE}`,
      cause: error,
    });
  }
}

/** A table that grows in a file. */
export interface ParquetRows {
  /** A row: a value or undefined for each column. Resolves when there is room for more. */
  add(row: readonly unknown[]): void | Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a Parquet file for writing rows; it needs the package hyparquet-writer.
 *
 * @throws ERR_PLATFORM where the package is missing; ERR_FILE
 */
export async function openParquet(path: string, columns: readonly ParquetColumn[]): Promise<ParquetRows> {
  const { ParquetWriter, schemaFromColumnData, fileWriter } = await load();
  let data: unknown[][] = columns.map(() => []);
  const columnData = () => columns.map(({ name, type }, k) => ({ name, type, data: data[k], nullable: true }));
  let file: unknown;
  try {
    file = fileWriter(path);
  } catch (error) {
    throw new PacketwrightError('ERR_FILE', `${path}: cannot be written: ${(error as NodeJS.ErrnoException).code}`, { file: path });
  }
  const writer = new ParquetWriter({ writer: file, schema: schemaFromColumnData({ columnData: columnData() }) });
  const put = async (): Promise<void> => {
    const made = columnData();
    data = columns.map(() => []);
    await writer.write({ columnData: made, rowGroupSize: GROUP });
  };
  return {
    add: (row) => {
      columns.forEach((_, k) => {
        data[k]?.push(row[k] ?? null);
      });
      return (data[0]?.length ?? 0) < GROUP ? undefined : put();
    },
    close: async () => {
      if ((data[0]?.length ?? 0) > 0) await put();
      await writer.finish();
    },
  };
}
