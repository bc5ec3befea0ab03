// A file that is read as soon as it is chosen; what was wrong with it is said above, and the same file, mended, can be chosen again.
import { createSignal, createUniqueId, type JSX, Show } from "solid-js";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { describeProblem } from "../../shell/data/tell-problem.ts";

export function TakeFile(props: {
  label: string;
  hint: string;
  /** Said while it is read. */
  reading: string;
  take: (file: File) => Promise<void>;
}): JSX.Element {
  const id = createUniqueId();
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  let box: HTMLInputElement | undefined;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setProblem(undefined);
    setBusy(true);
    try {
      await props.take(file);
    } catch (error) {
      setProblem(describeProblem(error));
      if (box) box.value = "";
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="field">
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <p class="field-hint" id={`${id}-hint`}>
        {props.hint}
      </p>
      <FileBox
        isTakenAtOnce
        ref={(element) => (box = element)}
        id={id}
        accept=".csv,.tsv,.txt,.xlsx,.json"
        aria-describedby={`${id}-hint`}
        disabled={isBusy()}
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      <p role="status" class="quiet-text">
        {isBusy() ? props.reading : ""}
      </p>
    </div>
  );
}
