// Keeps one worker process running; it is started again, ever more slowly, when it ends by itself.
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stopping } from "./wait-for-signal.ts";

export interface KeptWorker {
  /** SIGTERM, and SIGKILL after two seconds. */
  stop(): Promise<void>;
}

/** @param command the script of the worker and its arguments. */
export function keepWorker(command: string[], stopping: Stopping, say: (text: string) => void): KeptWorker {
  let child: ChildProcess | undefined;
  let pauseMs = 500;
  const start = (): void => {
    if (stopping.isStopping()) return;
    child = spawn(process.execPath, command, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const startedAt = Date.now();
    child.once("exit", () => {
      if (stopping.isStopping()) return;
      pauseMs = Date.now() - startedAt > 60_000 ? 500 : Math.min(pauseMs * 2, 30_000);
      say(`the worker ended by itself; starting it again in ${pauseMs / 1000} s`);
      setTimeout(start, pauseMs).unref();
    });
  };
  start();
  return {
    stop: async () => {
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => running.once("exit", () => resolve()));
      running.kill("SIGTERM");
      if ((await Promise.race([ended, sleep(2_000, "late")])) === "late") running.kill("SIGKILL");
    },
  };
}
