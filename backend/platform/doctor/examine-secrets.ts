// Whether the keys of an installation are readable by their owner only, whole, and reachable by whoever starts it.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Diagnosis } from "./diagnosis.ts";

/** Names files, never what is in them. */
export function examineSecrets(dataDir: string): Diagnosis {
  const name = "secrets";
  const folder = join(dataDir, "secrets");
  if (!existsSync(folder))
    return { name, state: "notice", says: `none are in ${folder} yet`, mend: "npm start makes them" };
  try {
    const names = readdirSync(folder);
    const open = names.filter((one) => (statSync(join(folder, one)).mode & 0o077) !== 0);
    if (open.length > 0)
      return { name, state: "bad", says: `others can read ${open.join(", ")}`, mend: `chmod 600 ${folder}/*` };
    const broken = names.filter((one) => !/^[0-9a-f]{64}\s*$/.test(readFileSync(join(folder, one), "utf8")));
    if (broken.length > 0)
      return {
        name,
        state: "bad",
        says: `${broken.join(", ")} must hold 64 hexadecimal digits`,
        mend: "put back the files of the newest backup",
      };
    if ((statSync(folder).mode & 0o077) !== 0)
      return { name, state: "bad", says: `others can enter ${folder}`, mend: `chmod 700 ${folder}` };
    return { name, state: "good", says: "only their owner can read them" };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return {
      name,
      state: "bad",
      says: `this user may not look at ${folder} (${code})`,
      mend: "run the doctor as the user who runs npm start",
    };
  }
}
