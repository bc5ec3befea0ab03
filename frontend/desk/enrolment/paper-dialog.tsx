// Entering a registration that came on paper: the entry, the paper's own number, who answers, and who is to keep the entry.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { EnrolmentView, EnterPaper } from "../../../backend/registry/enrolment/model.ts";
import { contactRoles, sectors } from "../../../backend/registry/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { ApiProblem, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";

type Field =
  | "organisation"
  | "paperReference"
  | "signedBy"
  | "receivedOn"
  | "contactName"
  | "email"
  | "phone"
  | "keeperName"
  | "keeperEmail";

export function PaperDialog(props: {
  entries: EnrolmentView["entries"];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [typed, setTyped] = createSignal<Partial<Record<Field, string>>>({});
  const [sector, setSector] = createSignal("other");
  const [role, setRole] = createSignal("management");
  const [wrong, setWrong] = createSignal<string[]>([]);
  const value = (field: Field): string => typed()[field]?.trim() ?? "";
  const known = () =>
    props.entries.find(({ name, reference }) => [name, `${name} (${reference})`].includes(value("organisation")));
  const line = (
    field: Field,
    more: { type?: "email" | "tel" | "date"; isOptional?: boolean; list?: string; hint?: string } = {},
  ) => (
    <TextField
      label={t(`console.paper.${field}`)}
      hint={more.hint}
      error={wrong().includes(field) ? t("console.paper.wrong") : undefined}
      required={!more.isOptional}
      type={more.type ?? "text"}
      list={more.list}
      maxLength={300}
      value={typed()[field] ?? ""}
      onInput={(event) => setTyped((all) => ({ ...all, [field]: event.currentTarget.value }))}
    />
  );
  const body = (): EnterPaper => {
    const entry = known();
    const keeper = value("keeperEmail");
    return {
      ...(entry
        ? { constituentId: entry.id }
        : { entry: { name: value("organisation"), sector: sectors.find((one) => one === sector()) ?? "other" } }),
      paperReference: value("paperReference"),
      signedBy: value("signedBy"),
      receivedOn: value("receivedOn"),
      contact: {
        name: value("contactName"),
        role: contactRoles.find((one) => one === role()) ?? "other",
        ...(value("email") ? { email: value("email") } : {}),
        ...(value("phone") ? { phone: value("phone") } : {}),
      },
      ...(keeper
        ? { administrator: { name: value("keeperName") || keeper, email: keeper, language: currentLanguage() } }
        : {}),
    };
  };
  const enter = async (): Promise<void> => {
    setWrong([]);
    const isDone = await act.run(undefined, async () => {
      try {
        await apiPost("/api/v1/desk/enrolment/papers", body());
      } catch (error) {
        if (error instanceof ApiProblem) setWrong(error.fields.map(({ path }) => fieldOf(path)));
        throw error;
      }
    });
    if (isDone) props.onDone();
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
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
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
          <SelectField
            label={t("console.field.sector")}
            value={sector()}
            options={sectors.map((one) => ({ value: one, label: t(`console.sector.${one}`) }))}
            onChange={(event) => setSector(event.currentTarget.value)}
          />
        </Show>
        <div class="id-pair">
          {line("paperReference", { hint: t("console.paper.paperReference_hint") })}
          {line("receivedOn", { type: "date" })}
        </div>
        {line("signedBy")}
        <div class="id-pair">
          {line("contactName")}
          <SelectField
            label={t("console.field.role")}
            value={role()}
            options={contactRoles.map((one) => ({ value: one, label: t(`desk.directory.role.${one}`) }))}
            onChange={(event) => setRole(event.currentTarget.value)}
          />
        </div>
        <div class="id-pair">
          {line("email", { type: "email", isOptional: true })}
          {line("phone", { type: "tel", isOptional: true })}
        </div>
        <p class="quiet-text">{t("console.paper.keeper_text")}</p>
        <div class="id-pair">
          {line("keeperName", { isOptional: true })}
          {line("keeperEmail", { type: "email", isOptional: true })}
        </div>
        <Show when={act.problem()}>
          <Notice tone="problem" isAlert>
            {act.problem()}
          </Notice>
        </Show>
        <DialogButtons act={t("console.paper.enter")} onCancel={() => props.onClose()} isBusy={act.isBusy()} />
      </form>
    </Dialog>
  );
}

/** The field of the form that a path of the server's names. */
function fieldOf(path: string): string {
  const names: Record<string, string> = {
    "entry.name": "organisation",
    "contact.name": "contactName",
    "contact.email": "email",
    "contact.phone": "phone",
    "administrator.name": "keeperName",
    "administrator.email": "keeperEmail",
  };
  return names[path] ?? path;
}
