// A form about one part of a case: sent on the version that was seen; where somebody else saved meanwhile, both versions are shown and one is chosen.
import { createSignal, For, type JSX, Show } from "solid-js";
import { Button } from "../../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../../parts/dialog/dialog.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { ApiProblem } from "../../../platform/api.ts";
import { hasWords, useWords } from "../../../platform/words.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";
import "./casework.css";

/** One field of what was written here and of what is stored now. */
export interface Compared {
  label: string;
  mine: string;
  theirs: string;
}

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
      if (
        stored &&
        error instanceof ApiProblem &&
        error.code === "conflict" &&
        error.words === "casework.refusal.conflict"
      ) {
        await reload();
        setClash(true);
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

function Clash(props: { fields: Compared[]; isBusy: boolean; onMine: () => void; onTheirs: () => void }): JSX.Element {
  const t = useWords();
  const different = () => props.fields.filter(({ mine, theirs }) => mine !== theirs);
  return (
    <div class="clash">
      <Notice tone="mind" isAlert>
        <b>{t("casework.conflict.title")}</b> {t("casework.conflict.hint")}
      </Notice>
      <Show when={different().length > 0} fallback={<p>{t("casework.conflict.same")}</p>}>
        <div class="work-scroll" tabindex="0" role="group" aria-label={t("casework.conflict.title")}>
          <table class="work-table">
            <thead>
              <tr>
                <th scope="col">{t("casework.conflict.field")}</th>
                <th scope="col">{t("casework.conflict.mine")}</th>
                <th scope="col">{t("casework.conflict.theirs")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={different()}>
                {(field) => (
                  <tr>
                    <th scope="row">{field.label}</th>
                    <td class="pre-text" dir="auto">
                      {field.mine || "—"}
                    </td>
                    <td class="pre-text" dir="auto">
                      {field.theirs || "—"}
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <div class="dialog-buttons">
        <Button look="main" isBusy={props.isBusy} disabled={props.isBusy} onClick={() => props.onMine()}>
          {t("casework.conflict.keep_mine")}
        </Button>
        <Button look="quiet" onClick={() => props.onTheirs()}>
          {t("casework.conflict.keep_theirs")}
        </Button>
      </div>
    </div>
  );
}
