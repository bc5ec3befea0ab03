// A form about one part of a case: sent on the version that was seen; where somebody else saved meanwhile, both versions are shown and one is chosen.
import { createSignal, type JSX, Show } from "solid-js";
import { Dialog, DialogButtons } from "../../../parts/dialog/dialog.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { ApiProblem } from "../../../platform/api.ts";
import { hasWords, useWords } from "../../../platform/words.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";
import { Clash, type Compared } from "./clash.tsx";
import "./casework.css";

export function WorkDialog(props: {
  title: string;
  description?: string | undefined;
  act?: string;
  isWide?: boolean;
  /** Sends the form on a version; of something new there is none. */
  send: (version: number) => Promise<unknown>;
  /** The version that stood there when the form was opened. */
  seen?: number;
  /** What is stored by now, after `reload`. */
  stored?: () => { version: number; fields: Compared[] } | undefined;
  reload: () => Promise<void>;
  onClose: () => void;
  onDone?: (() => void) | undefined;
  children: (errorOf: (path: string) => string | undefined) => JSX.Element;
}): JSX.Element {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>();
  const [hasClash, setClash] = createSignal(false);
  const wrong = () => {
    const error = failure();
    return error instanceof ApiProblem && error.code === "invalid_input" ? error.fields : [];
  };
  const errorOf = (path: string): string | undefined => {
    const field = wrong().find((one) => one.path.split(".")[0] === path);
    if (!field) return undefined;
    return hasWords(`casework.expected.${path}`) ? t(`casework.expected.${path}`) : field.message;
  };
  const problem = () => {
    const error = failure();
    if (error === undefined) return undefined;
    const unsaid = wrong().filter(({ path }) => !hasWords(`casework.expected.${path.split(".")[0]}`));
    if (wrong().length > 0 && unsaid.length === 0) return undefined;
    return describeProblem(error);
  };
  const send = async (version: number): Promise<void> => {
    const { reload, onClose, onDone, stored, send: sendForm } = props;
    setBusy(true);
    setFailure(undefined);
    try {
      await sendForm(version);
      onClose();
      onDone?.();
      void reload();
    } catch (error) {
      if (stored && error instanceof ApiProblem && error.code === "conflict") {
        await reload();
        // Also other things are refused as conflicts: somebody saved meanwhile where the version is another one.
        if (stored()?.version === version) setFailure(() => error);
        else setClash(true);
      } else setFailure(() => error);
    } finally {
      setBusy(false);
    }
  };
  const clashing = () => (hasClash() ? props.stored?.() : undefined);
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={props.title}
      description={props.description}
      isWide={props.isWide ?? false}
    >
      <form
        novalidate
        class="work-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy()) void send(props.seen ?? 0);
        }}
      >
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
        <Show
          when={clashing()}
          fallback={
            <>
              {props.children(errorOf)}
              <DialogButtons act={props.act ?? t("casework.save")} isBusy={isBusy()} onCancel={() => props.onClose()} />
            </>
          }
        >
          {(stored) => (
            <Clash
              fields={stored().fields}
              isBusy={isBusy()}
              onMine={() => {
                const { version } = stored();
                void send(version);
              }}
              onTheirs={() => props.onClose()}
            />
          )}
        </Show>
      </form>
    </Dialog>
  );
}
