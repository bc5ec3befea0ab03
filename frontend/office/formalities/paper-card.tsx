// Entering a formality that came on paper: whose, when it arrived, what it says; its scan is kept with it.
import { useNavigate } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { type FormalityKind, formalityKinds } from "../../../backend/compliance/formalities/model.ts";
import type { EntityRow } from "../../../backend/compliance/offices/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiGet, apiPostForm } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { can } from "../../shell/session.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import "../../shell/account/people.css";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

interface OwedDuty {
  packId: string;
  obligationId: string;
  title: Record<"fr" | "en" | "mn", string>;
  kinds: FormalityKind[];
}

/** Where the body that is sent calls it otherwise than this form. */
const sentAs: Readonly<Record<string, string>> = { entity: "constituentId", duty: "obligationId" };

export function PaperCard(props: { onDone: () => Promise<void> }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const act = createConfirmedAct();
  const [isOpen, setOpen] = createSignal(false);
  const [scan, setScan] = createSignal<File>();
  const [typed, setTyped] = createSignal<Readonly<Record<string, string>>>({});
  const value = (name: string): string => typed()[name] ?? "";
  const set = (name: string, text: string): void => void setTyped({ ...typed(), [name]: text });
  const [entities] = createResource(
    isOpen,
    async () => (await apiGet<{ rows: EntityRow[] }>("/api/v1/office/entities")).rows,
  );
  const [duties] = createResource(
    isOpen,
    async () => (await apiGet<{ duties: OwedDuty[] }>("/api/v1/office/formalities/duties")).duties,
  );
  const duty = () => duties.latest?.find(({ obligationId }) => obligationId === value("duty"));
  const enter = async (): Promise<void> => {
    const { onDone } = props;
    const form = new FormData();
    const item = { title: value("title"), purposes: value("purposes"), dataCategories: value("dataCategories") };
    form.set(
      "input",
      JSON.stringify({
        constituentId: value("entity"),
        packId: duty()?.packId ?? "",
        obligationId: value("duty"),
        kind: value("kind"),
        arrivedOn: value("arrivedOn"),
        language: currentLanguage(),
        contact: value("contact"),
        items: [item],
      }),
    );
    const file = scan();
    if (file) form.set("file", file);
    const made: { id?: string } = {};
    const isDone = await act.run(undefined, async () => {
      made.id = (await apiPostForm<{ id: string }>("/api/v1/office/formalities", form)).id;
    });
    if (!isDone) return;
    setOpen(false);
    await onDone();
    navigate(`/formalities/${made.id ?? ""}`);
  };
  const text = (name: string, label: string, type = "text", isRequired = true, why?: string): JSX.Element => (
    <TextField
      label={label}
      name={sentAs[name] ?? name}
      why={why}
      type={type}
      required={isRequired}
      value={value(name)}
      onInput={(event) => set(name, event.currentTarget.value)}
    />
  );
  const choice = (name: string, label: string, options: { value: string; label: string }[]): JSX.Element => (
    <SelectField
      label={label}
      name={sentAs[name] ?? name}
      value={value(name)}
      options={[{ value: "", label: t("formalities.input.choose") }, ...options]}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  );
  return (
    <Show when={can("authority.work")}>
      <div>
        <Button onClick={() => setOpen(!isOpen())}>{t("formalities.office.paper")}</Button>
      </div>
      <Show when={isOpen()}>
        <Card title={t("formalities.office.paper")}>
          <FieldsForm
            of={act}
            class="id-form"
            novalidate
            onSubmit={(event) => {
              event.preventDefault();
              void enter();
            }}
          >
            <FormWhy of="on_paper" />
            {text("arrivedOn", t("formalities.input.arrivedOn"), "date", true, whyAsked("formalities.input.arrivedOn"))}
            {choice(
              "entity",
              t("formalities.input.entity"),
              (entities.latest ?? []).map(({ id, name }) => ({ value: id, label: name })),
            )}
            {choice(
              "duty",
              t("formalities.input.duty"),
              (duties.latest ?? []).map((it) => ({ value: it.obligationId, label: it.title[currentLanguage()] })),
            )}
            {choice(
              "kind",
              t("formalities.field.kind"),
              (duty()?.kinds ?? formalityKinds).map((one) => ({ value: one, label: t(`formalities.kind.${one}`) })),
            )}
            {text("title", t("formalities.input.title"))}
            <TextArea
              label={t("formalities.input.purposes")}
              name="purposes"
              why={whyAsked("formalities.input.purposes")}
              required
              value={value("purposes")}
              onInput={(event) => set("purposes", event.currentTarget.value)}
            />
            {text(
              "dataCategories",
              t("formalities.input.dataCategories"),
              "text",
              false,
              whyAsked("formalities.input.dataCategories"),
            )}
            {text("contact", t("formalities.field.contact"), "text", false, whyAsked("formalities.field.contact"))}
            <label class="field">
              <span class="field-label">{t("formalities.input.scan")}</span>
              <FileBox onChange={(event) => setScan(event.currentTarget.files?.[0])} />
            </label>
            <div>
              <Button type="submit" look="main" isBusy={act.isBusy()}>
                {t("formalities.office.paper")}
              </Button>
            </div>
          </FieldsForm>
        </Card>
      </Show>
    </Show>
  );
}
