// Takes a part of a case's work away at once, with the way back.
import { apiPatch } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import { doWithUndo } from "../../../shell/forms/do-with-undo.ts";
import type { Work } from "./create-work.ts";

export async function removePart(
  work: Work,
  kind: "assets" | "tasks" | "events",
  part: { id: string; version: number },
): Promise<void> {
  const t = useWords();
  const { reload } = work;
  const { id, version } = part;
  const send = async (body: { version: number; isRemoved: boolean }): Promise<void> => {
    try {
      await apiPatch(`/api/v1/desk/case-parts/${kind}/${id}`, body);
    } catch (error) {
      // Refused, perhaps since somebody changed it: what stands there now is shown.
      void reload();
      throw error;
    }
  };
  await doWithUndo({
    run: async () => await send({ version, isRemoved: true }),
    undo: async () => await send({ version: version + 1, isRemoved: false }),
    said: t("casework.removed"),
    onDone: () => void reload(),
  });
}
