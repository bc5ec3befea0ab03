// What the register keeps of people: why and for how long, everything about one person for that person, and how long ended contacts are kept.
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import { contactStepUp, type PersonExport } from "../../../backend/registry/contacts/model.ts";
import type { ProcessingEntry } from "../../../backend/registry/profile/processing/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { RetentionCard } from "./retention-card.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";
import "./register.css";
import "../directory/directory.css";

export function PersonsPage(): JSX.Element {
  const t = useWords();
  const [entry, setEntry] = createSignal<ProcessingEntry>();
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal("");
  const ask = async (): Promise<void> => {
    try {
      setEntry(await apiGet<ProcessingEntry>("/api/v1/registry/processing"));
      setState("ready");
    } catch (error) {
      setProblem(describeProblem(error));
      setState("failed");
    }
  };
  onMount(() => void ask());
  return (
    <PageFrame
      title={t("register.persons.title")}
      text={t("register.persons.text")}
      state={state()}
      problem={problem()}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void ask()}
    >
      <Show when={can("registry.change")}>
        <AskCard />
      </Show>
      <Show when={entry()}>
        {(kept) => (
          <>
            <RetentionCard entry={kept()} onChanged={() => void ask()} />
            <ProcessingCard entry={kept()} />
          </>
        )}
      </Show>
    </PageFrame>
  );
}

function ProcessingCard(props: { entry: ProcessingEntry }): JSX.Element {
  const t = useWords();
  const language = currentLanguage;
  return (
    <Card title={t("register.processing.title")}>
      <p>{props.entry.purpose[language()]}</p>
      <dl class="register-facts">
        <dt>{t("register.processing.controller")}</dt>
        <dd>{props.entry.controller}</dd>
        <dt>{t("register.processing.basis")}</dt>
        <dd>
          <Tag tone="medium">{t("register.processing.unverified")}</Tag> {t("register.processing.basis_hint")}
        </dd>
      </dl>
      <div class="table-scroll" tabindex="0" role="region" aria-label={t("register.processing.table")}>
        <table class="table">
          <thead>
            <tr>
              <For each={["people", "data", "why", "kept", "readers"]}>
                {(name) => <th scope="col">{t(`register.processing.column.${name}`)}</th>}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.entry.records}>
              {(record) => (
                <tr>
                  <td>{record.people[language()]}</td>
                  <td>{record.data[language()]}</td>
                  <td>{record.why[language()]}</td>
                  <td>{record.kept[language()]}</td>
                  <td>{record.readers[language()]}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <ul class="register-rights">
        <For each={props.entry.rights}>{(right) => <li>{right.text[language()]}</li>}</For>
      </ul>
      <p class="small-text">
        <a href="/api/v1/registry/processing" target="_blank" rel="noopener">
          {t("register.processing.json")}
        </a>
      </p>
    </Card>
  );
}

function AskCard(): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [text, setText] = createSignal("");
  const [found, setFound] = createSignal<PersonExport>();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFound(undefined);
    const typed = text().trim();
    if (typed === "") return;
    const asked = typed.includes("@") ? { email: typed } : { name: typed };
    await act.run(contactStepUp.exportPerson(asked), async () => {
      setFound(await apiPost<PersonExport>("/api/v1/registry/contact-persons/export", asked));
    });
  };
  const save = (): void => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(found(), null, 2)], { type: "application/json" }));
    link.download = `contact-${found()?.exportedAt.slice(0, 10) ?? ""}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return (
    <Card title={t("register.persons.ask")}>
      <p class="quiet-text">{t("register.persons.ask_hint")}</p>
      <form class="as-it-was" data-asks onSubmit={(event) => void submit(event)}>
        <TextField
          label={t("register.persons.who")}
          value={text()}
          maxLength={320}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" isBusy={act.isBusy()}>
          {t("register.persons.show")}
        </Button>
      </form>
      <Refusal of={act} />
      <div role="status">
        <Show when={found()}>
          {(kept) => (
            <>
              <p>
                <b>{t("register.persons.found", { count: kept().contacts.length })}</b>{" "}
                <Button isSmall onClick={save}>
                  {t("register.persons.save")}
                </Button>
              </p>
              <For each={kept().contacts}>{(contact) => <KeptContact contact={contact} />}</For>
            </>
          )}
        </Show>
      </div>
    </Card>
  );
}

function KeptContact(props: { contact: PersonExport["contacts"][number] }): JSX.Element {
  const t = useWords();
  const lines = () =>
    [
      [t("desk.directory.contact_name"), props.contact.name],
      [t("desk.directory.role_label"), t(`desk.directory.role.${props.contact.role}`)],
      [t("register.persons.at"), `${props.contact.constituent} (${props.contact.reference})`],
      [t("desk.directory.email"), props.contact.email],
      [t("desk.directory.phone"), props.contact.phone],
      [t("register.channel.label"), props.contact.safeChannelValue],
      [t("register.hours.label"), props.contact.hours],
      [t("register.persons.since"), formatInstant(props.contact.createdAt)],
      [t("register.persons.until"), props.contact.endedAt && formatInstant(props.contact.endedAt)],
      [t("register.persons.keys"), props.contact.keys.map((key) => key.fingerprint).join(", ")],
      [t("register.persons.acts"), props.contact.acts.map((act) => `${act.at.slice(0, 10)} ${act.action}`).join(", ")],
    ].filter((line): line is [string, string] => Boolean(line[1]));
  return (
    <dl class="register-facts kept">
      <For each={lines()}>
        {([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd class="value" dir="auto">
              {value}
            </dd>
          </>
        )}
      </For>
    </dl>
  );
}
