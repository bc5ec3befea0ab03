// A database error without the values of its statement: those are people's words and names, and errors are written to logs.

interface Described {
  code?: string;
  constraint_name?: string;
  table_name?: string;
  message?: string;
}

/** What failed and where, with the database's code (`cause.code`); other errors pass as they are. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error) || !("params" in error)) return error;
  // The driver's own words can quote a value ("invalid input syntax for type uuid: …"): only what stands before it is kept.
  const { code, constraint_name, table_name, message } = (error.cause ?? {}) as Described;
  const said = (message ?? "no reason given").replace(/["“].*$/s, "…");
  return Object.assign(
    new Error(`a database statement failed: ${said}`, { cause: { code, constraint_name, table_name } }),
    {
      stack: `DatabaseError: ${said} (code ${code}, constraint ${constraint_name ?? "none"})\n${framesOf(error)}`,
    },
  );
}

function framesOf(error: Error): string {
  const stack = error.stack ?? "";
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
