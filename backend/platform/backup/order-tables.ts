// Orders tables so that rows that are pointed to come before the rows that point: a backup is written, and restored, in one pass.
import type postgres from "postgres";

export async function tablesParentsFirst(tx: postgres.TransactionSql): Promise<string[]> {
  const names = (
    await tx<
      { name: string }[]
    >`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'toguna_migrations' order by tablename`
  ).map((row) => row.name);
  const links = await tx<
    { child: string; parent: string }[]
  >`select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint where contype = 'f' and conrelid <> confrelid`;
  const order: string[] = [];
  const visit = (name: string, path: string[]): void => {
    if (order.includes(name) || path.includes(name)) return;
    for (const link of links) if (link.child === name) visit(link.parent, [...path, name]);
    order.push(name);
  };
  for (const name of names) visit(name, []);
  return order.filter((name) => names.includes(name));
}
