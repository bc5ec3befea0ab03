// Makes `toguna_app`, the role that owns nothing and under which requests and jobs work, or gives the known one its password.
import type postgres from "postgres";
import { connectDatabase, type DatabaseAddress } from "./connect.ts";

interface KnownRole {
  maySeeAll: boolean;
  /** The database that this role was made for; it is in the role's comment. */
  database: string | null;
  isDatabaseThere: boolean;
}

/**
 * Works as a superuser and as a plain owner with CREATEROLE. A role belongs to the whole server, so a second installation there is
 * refused: it would change the first one's password. @throws with the way out.
 */
export async function makeAppRole(sql: postgres.Sql, password: string): Promise<void> {
  if (!/^[0-9a-f]{32,}$/.test(password)) throw new Error("the application's database password must be hexadecimal");
  const [here] = await sql<{ name: string; user: string }[]>`select current_database() as name, current_user as user`;
  const [role] = await sql<KnownRole[]>`
    select r.rolsuper or r.rolbypassrls as "maySeeAll", shobj_description(r.oid, 'pg_authid') as database,
      exists (select 1 from pg_database d where d.datname = shobj_description(r.oid, 'pg_authid')) as "isDatabaseThere"
    from pg_roles r where rolname = 'toguna_app'`;
  if (role?.maySeeAll)
    throw new Error(
      "the role toguna_app may see everything, so that row-level security would not hold; mend it with: alter role toguna_app nosuperuser nobypassrls",
    );
  if (role?.isDatabaseThere && role.database !== here?.name)
    throw new Error(
      `this server already has a Toguna, in the database ${role.database ?? ""}: its role toguna_app would lose its password. Give each installation a server of its own, or drop the other database first`,
    );
  try {
    // Attributes are named only where the role is made: changing them, even to what they are, is for superusers.
    await sql.unsafe(`${role ? "alter" : "create"} role toguna_app login password '${password}'`);
    if (role?.database !== here?.name)
      await sql.unsafe(`comment on role toguna_app is '${(here?.name ?? "").replaceAll("'", "''")}'`);
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
    throw new Error(
      `the database user ${here?.user ?? ""} may not ${role ? "change" : "make"} the role toguna_app; a superuser mends it with: alter role ${here?.user ?? ""} createrole${role ? "; grant toguna_app to it with admin option" : ""}`,
      { cause: error },
    );
  }
}

/**
 * A filled database and the keys in a data folder belong together: with other keys no receipt would open and the log could not go on.
 * The application's password is one of those keys. @throws when it does not fit.
 */
export async function requireSameKeys(owner: DatabaseAddress, password: string): Promise<void> {
  const db = connectDatabase({ ...owner, user: "toguna_app", password }, { max: 1, name: "toguna-migrate" });
  try {
    await db.sql`select 1`;
  } catch (error) {
    if ((error as { code?: string }).code !== "28P01") throw error;
    throw new Error(
      "this database belongs to another data folder: the keys here do not fit it. Say which folder with --data DIR; where its keys are lost, restore a backup into an empty database",
      { cause: error },
    );
  } finally {
    await db.close();
  }
}
