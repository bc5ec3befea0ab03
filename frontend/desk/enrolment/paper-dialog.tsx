// Entering a registration that came on paper: the organisation as the paper describes it, the paper's own number, who answers, and who is to keep the entry.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { EnrolmentView } from "../../../backend/registry/enrolment/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { PaperEntry } from "./paper-entry.tsx";
import { bodyOf, createPaper, sayExpected, type TypedPaper, wrongIn, wrongOf } from "./paper-form.ts";
import { PaperContacts, PaperServices, PaperSizes } from "./paper-lists.tsx";
import "./paper.css";

type Line = "organisation" | "paperReference" | "signedBy" | "receivedOn" | "keeperName" | "keeperEmail";

/** As the server names them. */
const pathOf: Record<Line, string> = {
  organisation: "entry.name",
  paperReference: "paperReference",
  signedBy: "signedBy",
  receivedOn: "receivedOn",
  keeperName: "administrator.name",
  keeperEmail: "administrator.email",
};

export function PaperDialog(props: {
  entries: EnrolmentView["entries"];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [typed, setTyped] = createPaper();
  const [wrong, setWrong] = createSignal<string[]>([]);
  let summary: HTMLDivElement | undefined;
  let form: HTMLFormElement | undefined;
  const known = () =>
    props.entries.find(({ name, reference }) => [name, `${name} (${reference})`].includes(typed.organisation.trim()));
  const errorOf = (path: string): string | undefined => (wrong().includes(path) ? sayExpected(path) : undefined);
  const change = (facts: Partial<TypedPaper>): void => setTyped(facts);
  const line = (field: Line, more: { type?: "email" | "date"; list?: string; hint?: string } = {}) => (
    <TextField
      label={t(`console.paper.${field}`)}
      hint={more.hint}
      name={pathOf[field]}
      error={errorOf(pathOf[field])}
      type={more.type ?? "text"}
      list={more.list}
      maxLength={300}
      value={typed[field]}
      onInput={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
  /** The field that a path names; the first one in the form otherwise. */
  const goTo = (path: string): void => form?.querySelector<HTMLElement>(`[name="${CSS.escape(path)}"]`)?.focus();
  const labelOf = (path: string): string =>
    form?.querySelector<HTMLInputElement>(`[name="${CSS.escape(path)}"]`)?.labels?.[0]?.textContent ?? path;
  const enter = async (): Promise<void> => {
    act.clear();
    const body = bodyOf(typed, known()?.id);
    setWrong(wrongIn(body));
    if (wrong().length === 0) {
      const isDone = await act.run(undefined, async () => {
        try {
          await apiPost("/api/v1/desk/enrolment/papers", body);
        } catch (error) {
          setWrong(wrongOf(error));
          throw error;
        }
      });
      if (isDone) {
        props.onDone();
        return;
      }
    }
    summary?.focus();
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={() => props.onClose()}
      title={t("console.paper.title")}
      description={t("console.paper.text")}
    >
      <form
        class="id-form"
        novalidate
        ref={(element) => (form = element)}
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <div class="paper-summary" tabindex="-1" ref={(element) => (summary = element)}>
          <Show when={wrong().length > 0 || act.problem()}>
            <Notice tone="problem" isAlert>
              <Show when={wrong().length > 0} fallback={act.problem()}>
                <div>
                  <p>{t("console.paper.summary", { count: wrong().length })}</p>
                  <ul>
                    <For each={wrong()}>
                      {(path) => (
                        <li>
                          <button type="button" class="link-button" onClick={() => goTo(path)}>
                            {labelOf(path)}
                          </button>
                          {` – ${sayExpected(path)}`}
                        </li>
                      )}
                    </For>
                  </ul>
                </div>
              </Show>
            </Notice>
          </Show>
        </div>
        <div class="id-pair">
          {line("paperReference", { hint: t("console.paper.paperReference_hint") })}
          {line("receivedOn", { type: "date" })}
        </div>
        {line("signedBy")}
        {line("organisation", {
          list: "paper-entries",
          hint: t(known() ? "console.paper.in_register" : "console.paper.organisation_hint"),
        })}
        <datalist id="paper-entries">
          <For each={props.entries.slice(0, 500)}>
            {(entry) => <option value={`${entry.name} (${entry.reference})`} />}
          </For>
        </datalist>
        <Show when={!known()}>
          <PaperEntry typed={typed} onChange={change} errorOf={errorOf} />
        </Show>
        <PaperContacts rows={typed.contacts} onChange={(contacts) => change({ contacts })} errorOf={errorOf} />
        <PaperSizes rows={typed.sizes} onChange={(sizes) => change({ sizes })} errorOf={errorOf} />
        <PaperServices rows={typed.services} onChange={(services) => change({ services })} errorOf={errorOf} />
        <p class="quiet-text">{t("console.paper.keeper_text")}</p>
        <div class="id-pair">
          {line("keeperName")}
          {line("keeperEmail", { type: "email" })}
        </div>
        <DialogButtons act={t("console.paper.enter")} onCancel={() => props.onClose()} isBusy={act.isBusy()} />
      </form>
    </Dialog>
  );
}
