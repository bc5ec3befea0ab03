// How a file that came in pieces comes into its report: as every file that its reporter adds.
import { addReporterMessage } from "./coordination/index.ts";
import type { StoredFile } from "./intake/model.ts";
import type { Context } from "./platform/context/index.ts";

/** @param reporter whose report it is. @param messageId makes a second run of the same do nothing. */
export async function addUploadedFile(reporter: Context, file: StoredFile, messageId: string): Promise<void> {
  await addReporterMessage(reporter, { text: "", files: [file], channel: "receipt", messageId });
}
