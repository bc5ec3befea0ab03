// Runs one `toguna` command to its end, as an operator types it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../backend/cli.ts", import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `root` is another house; `env` is added to this process's environment; `as` runs it as another user. */
export async function runToguna(
  args: string[],
  options: { root?: string; env?: Record<string, string>; as?: { uid: number; gid: number } } = {},
): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [options.root === undefined ? cli : join(options.root, "backend", "cli.ts"), ...args],
    {
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      ...options.as,
    },
  );
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => void (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => void (stderr += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once("close", (ended) => resolve(ended)));
  return { code, stdout, stderr };
}
