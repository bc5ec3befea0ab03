// Whether the web may have its port, asked before anything long begins: a demonstration is not filled for a start that cannot end well.
import { createServer } from "node:net";

/** @throws Error in the operator's words when the port cannot be had. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(port, host, resolve);
    });
  } catch (error) {
    throw explainPort(error, port);
  } finally {
    await new Promise<void>((resolve) => void probe.close(() => resolve()));
  }
}

/** An error of listening on `port`, in the operator's words. */
export function explainPort(error: unknown, port: number): Error {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE")
    return new Error(`port ${port} is in use by another program; choose another with PORT=… npm start`);
  if (code === "EACCES")
    return new Error(
      `port ${port} needs rights that this user does not have; choose one above 1023 with PORT=… npm start`,
    );
  return error instanceof Error ? error : new Error(String(error));
}
