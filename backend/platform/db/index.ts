// The door to the database: connections, transactions under row-level security, migrations.
export { connectDatabase, connectionString, type Database, type DatabaseAddress, type Tx } from "./connect.ts";
export { escapeLike, holdsText } from "./holds-text.ts";
export { iso } from "./iso.ts";
export { withTransaction, readOnly, type Scope } from "./transaction.ts";
export { migrate, type MigrationReport } from "./migrate.ts";
