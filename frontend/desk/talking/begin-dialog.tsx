// Begins a conversation: about which case, with whom (somebody known, or somebody new), and under which subject.
import { useNavigate } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  type CorrespondentView,
  type PartyOption,
  partyKinds,
  talkLanguages,
} from "../../../backend/coordination/conversations/model.ts";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";

const somebodyNew = "new";
const ofRegister = "register";

export function BeginDialog(props: { caseId: string | undefined; onClose: () => void }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const sending = createSending();
  const [known] = createResource(
    async () => (await apiGet<{ rows: CorrespondentView[] }>("/api/v1/talking/correspondents")).rows,
  );
  const [cases] = createResource(async () =>
    props.caseId
      ? []
      : (await apiGet<{ rows: { id: string; reference: string; title: string }[] }>("/api/v1/desk/cases")).rows,
  );
  const [facts, setFacts] = createSignal<Record<string, string>>({ kind: "third_party", language: "fr" });
  const [whom, setWhom] = createSignal(somebodyNew);
  const [search, setSearch] = createSignal("");
  const [found] = createResource(search, async (text) =>
    text.trim().length < 2 ? [] : (await apiGet<{ rows: PartyOption[] }>("/api/v1/talking/parties", { text })).rows,
  );
  const parties = () => (found.error ? [] : (found.latest ?? []));
  const [chosen, setChosen] = createSignal(0);
  const addParty = async (given: Record<string, string>): Promise<string> => {
    const party = whom() === ofRegister ? parties()[chosen()] : undefined;
    const facts = party
      ? {
          kind: party.kind,
          ...(party.contactId === null ? {} : { contactId: party.contactId }),
          ...(party.organisationId === null ? {} : { organisationId: party.organisationId }),
          ...given,
        }
      : { kind: said("kind"), language: said("language"), ...given };
    return (await apiPost<{ id: string }>("/api/v1/talking/correspondents", facts)).id;
  };
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFacts((all) => ({ ...all, [name]: value }));
  };
  const said = (name: string): string => (facts()[name] ?? "").trim();
  const save = async (): Promise<void> => {
    const given = Object.fromEntries(
      ["name", "email", "phone"].filter((name) => said(name) !== "").map((name) => [name, said(name)]),
    );
    const isKnown = whom() !== somebodyNew && whom() !== ofRegister;
    const correspondentId = isKnown ? whom() : await addParty(whom() === somebodyNew ? given : {});
    const { id } = await apiPost<{ id: string }>("/api/v1/talking/conversations", {
      caseId: props.caseId ?? (said("caseId") || (cases()?.[0]?.id ?? "")),
      correspondentId,
      subject: facts()["subject"] ?? "",
      ...(said("theirs") === "" ? {} : { theirReference: said("theirs") }),
    });
    navigate(`/talking/${id}`);
  };
  const Text = (field: { name: string; type?: string }) => (
    <TextField
      name={field.name}
      label={t(`talking.form.${field.name}`)}
      type={field.type ?? "text"}
      value={facts()[field.name] ?? ""}
      error={sending.errorOf(field.name)}
      onInput={set(field.name)}
    />
  );
  return (
    <FormDialog
      isWide
      title={t("talking.begin")}
      description={t("talking.lead")}
      act={t("talking.begin")}
      sending={sending}
      onSubmit={save}
      onClose={props.onClose}
    >
      <div class="talk-fields">
        <Show when={!props.caseId}>
          <SelectField
            name="caseId"
            label={t("talking.form.case")}
            value={facts()["caseId"] ?? ""}
            options={(cases.error ? [] : (cases() ?? [])).map(({ id, reference, title }) => ({
              value: id,
              label: `${reference} · ${title}`,
            }))}
            onChange={set("caseId")}
          />
        </Show>
        <SelectField
          name="correspondentId"
          label={t("talking.form.known")}
          value={whom()}
          options={[
            { value: somebodyNew, label: t("talking.form.new") },
            { value: ofRegister, label: t("talking.form.contact") },
            ...(known.error ? [] : (known() ?? [])).map(({ id, name, email }) => ({
              value: id,
              label: email ? `${name} · ${email}` : name,
            })),
          ]}
          onChange={(event) => setWhom(event.currentTarget.value)}
        />
        <Show when={whom() === ofRegister}>
          <TextField
            label={t("talking.form.search")}
            value={search()}
            onInput={(event) => {
              setChosen(0);
              setSearch(event.currentTarget.value);
            }}
          />
          <SelectField
            label={t("talking.party")}
            value={String(chosen())}
            options={parties().map(({ name, kind }, index) => ({
              value: String(index),
              label: `${name} · ${t(`talking.kind.${kind}`)}`,
            }))}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          />
        </Show>
        <Show when={whom() === somebodyNew}>
          <SelectField
            name="kind"
            label={t("talking.form.kind")}
            value={facts()["kind"] ?? ""}
            options={partyKinds.map((value) => ({ value, label: t(`talking.kind.${value}`) }))}
            onChange={set("kind")}
          />
          <Text name="name" />
          <Text name="email" type="email" />
          <Text name="phone" type="tel" />
          <SelectField
            name="language"
            label={t("talking.form.language")}
            value={facts()["language"] ?? "fr"}
            options={talkLanguages.map((value) => ({ value, label: t(`common.language.${value}`) }))}
            onChange={set("language")}
          />
        </Show>
        <Text name="subject" />
        <Text name="theirs" />
      </div>
    </FormDialog>
  );
}
