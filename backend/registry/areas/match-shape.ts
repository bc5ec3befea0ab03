// Finds the area that a shape of a map file is of: by its id, else by its name where one living area alone bears it. Pure.
import type { AreaRow, ImportProblem, IncomingArea } from "./model.ts";

type Miss = Pick<ImportProblem, "code" | "values">;

/** What is no bare shape comes back as it is: a table's rows and features that say level or parent are areas of their own. */
export function matchShape(entry: IncomingArea, existing: readonly AreaRow[]): IncomingArea | Miss {
  const isBare = entry.geometry !== undefined && entry.level === undefined && entry.parentId === undefined;
  if (!isBare || existing.some(({ id }) => id === entry.id)) return entry;
  const wanted = new Set(Object.values(entry.names ?? {}).map(bare));
  const found = existing.filter(
    ({ names, endedAt }) => endedAt === null && Object.values(names).some((name) => wanted.has(bare(name))),
  );
  const said = [entry.id, ...Object.values(entry.names ?? {})].filter(Boolean).join(", ").slice(0, 120);
  const [only, other] = found;
  if (!only) return { code: "shape_unknown", values: { said } };
  if (other)
    return {
      code: "shape_twice",
      values: {
        said,
        ids: found
          .map(({ id }) => id)
          .join(", ")
          .slice(0, 200),
      },
    };
  // The register's own names stay: a map file's are often without accents.
  const { names: _names, ...rest } = entry;
  return { ...rest, id: only.id };
}

const bare = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/[\u0300-\u0305\u0307-\u036f]/g, "")
    .replaceAll(/[\s'’-]+/g, " ");
