// Asks the server for a file and hands it to the browser to save.
import { apiPostForFile } from "../../platform/api.ts";

/** @throws ApiProblem as every request. */
export async function fetchFile(path: string, body: unknown, name: string): Promise<void> {
  const { blob } = await apiPostForFile(path, body);
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the bytes by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
