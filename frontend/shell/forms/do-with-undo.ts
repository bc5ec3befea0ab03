// An act that can be taken back is done at once, without asking, and offers its way back for ten seconds.
import { showToast } from "../../parts/toast/toast.tsx";
import { tellProblem } from "../data/tell-problem.ts";

/** @param act.onDone is called after the act and after it was taken back; a refusal of either is said in words. */
export async function doWithUndo(act: {
  run: () => Promise<unknown>;
  undo: () => Promise<unknown>;
  said: string;
  onDone: () => void;
}): Promise<void> {
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      act.onDone();
      return true;
    } catch (error) {
      tellProblem(error);
      return false;
    }
  };
  if (await attempt(act.run)) showToast({ text: act.said, undo: () => void attempt(act.undo) });
}
