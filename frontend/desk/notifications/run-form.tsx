// The draft of a notification: which findings, in which words and languages, when to remind, to whom.
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  type FindingKinds,
  isAboveGreen,
  type NotifyLanguage,
  notifyLanguages,
  type RunView,
  type WriteRun,
} from "../../../backend/coordination/notifications/model.ts";
import { contactRoles } from "../../../backend/registry/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { refuseHere } from "../../shell/forms/refuse-here.ts";

type Roles = (typeof contactRoles)[number][];

const numbersOf = (said: string): number[] =>
  said
    .split(/[\s,;]+/)
    .filter((part) => part !== "")
    .map(Number);

export function RunForm(props: {
  kinds: FindingKinds;
  run?: RunView | undefined;
  /** Of a new one: the list that it is about. */
  listId?: string | undefined;
  onSave: (run: WriteRun) => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const { run } = props;
  const [title, setTitle] = createSignal(run?.title ?? "");
  const [listIds, setListIds] = createSignal<string[]>(run?.filter.listIds ?? (props.listId ? [props.listId] : []));
  const [whats, setWhats] = createSignal<string[]>(run?.filter.whats ?? []);
  const [ports, setPorts] = createSignal((run?.filter.ports ?? []).join(", "));
  const [texts, setTexts] = createSignal<Record<string, { subject: string; body: string }>>(run?.texts ?? {});
  const [roles, setRoles] = createSignal<Roles>(
    contactRoles.filter((role) => (run?.roles ?? ["security", "abuse", "other", "management"]).includes(role)),
  );
  const [reminders, setReminders] = createSignal((run?.reminderDays ?? [7, 14]).join(", "));
  const [escalate, setEscalate] = createSignal(String(run?.escalateDays ?? 21));
  const [linkDays, setLinkDays] = createSignal(String(run?.linkDays ?? 60));
  const act = createConfirmedAct();
  const toggle = (all: string[], one: string, isOn: boolean): string[] =>
    isOn ? [...all, one] : all.filter((known) => known !== one);
  const write = (language: NotifyLanguage, part: "subject" | "body", value: string): void =>
    void setTexts((all) => ({
      ...all,
      [language]: { subject: "", body: "", ...all[language], [part]: value },
    }));
  const save = async (): Promise<void> => {
    const { onSave } = props;
    const portNumbers = numbersOf(ports());
    const written = Object.entries(texts()).filter(([, text]) => text.subject.trim() !== "" || text.body.trim() !== "");
    await act.run(undefined, async () => {
      if (portNumbers.some((port) => !Number.isInteger(port) || port < 0 || port > 65_535))
        throw refuseHere({ "filter.ports": t("notify.run.ports_wrong") });
      await onSave({
        title: title(),
        filter: {
          listIds: listIds(),
          whats: whats(),
          ports: portNumbers,
          since: run?.filter.since ?? null,
          until: run?.filter.until ?? null,
        },
        texts: Object.fromEntries(written),
        roles: [...roles()],
        reminderDays: numbersOf(reminders()),
        escalateDays: Number(escalate()),
        linkDays: Number(linkDays()),
      });
    });
  };
  return (
    <FieldsForm
      of={act}
      class="notify-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Card title={t("notify.run.what")}>
        <TextField
          label={t("notify.run.title_field")}
          name="title"
          value={title()}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <fieldset class="care-ticks">
          <legend class="field-label">{t("notify.run.lists")}</legend>
          <p class="field-hint">{t("notify.run.which_lists_hint")}</p>
          <For each={props.kinds.lists} fallback={<p class="quiet-text">{t("notify.page.no_lists")}</p>}>
            {(list) => (
              <Tick
                label={`${list.title} (TLP:${list.marking.toUpperCase()}, ${formatNumber(list.count)})`}
                checked={listIds().includes(list.id)}
                onChange={(isOn) => setListIds((all) => toggle(all, list.id, isOn))}
              />
            )}
          </For>
        </fieldset>
        <Show when={props.kinds.lists.some((list) => listIds().includes(list.id) && isAboveGreen(list.marking))}>
          <Notice tone="plain">{t("notify.run.above")}</Notice>
        </Show>
        <fieldset class="care-ticks">
          <legend class="field-label">{t("notify.run.whats")}</legend>
          <p class="field-hint">{t("notify.run.lists_hint")}</p>
          <For each={props.kinds.whats}>
            {(kind) => (
              <Tick
                label={`${kind.what} (${formatNumber(kind.count)})`}
                checked={whats().includes(kind.what)}
                onChange={(isOn) => setWhats((all) => toggle(all, kind.what, isOn))}
              />
            )}
          </For>
        </fieldset>
        <TextField
          label={t("notify.run.ports")}
          name="filter.ports"
          hint={t("notify.run.ports_hint")}
          value={ports()}
          onInput={(event) => setPorts(event.currentTarget.value)}
        />
      </Card>
      <Card title={t("notify.run.words")}>
        <p class="quiet-text">{t("notify.run.words_hint", { open: "{", close: "}" })}</p>
        <For each={notifyLanguages}>
          {(language) => (
            <div lang={language}>
              <TextField
                label={t("notify.run.subject", { language: t(`common.language.${language}`) })}
                name={`texts.${language}.subject`}
                value={texts()[language]?.subject ?? ""}
                onInput={(event) => write(language, "subject", event.currentTarget.value)}
              />
              <TextArea
                label={t("notify.run.body", { language: t(`common.language.${language}`) })}
                name={`texts.${language}.body`}
                rows={6}
                value={texts()[language]?.body ?? ""}
                onInput={(event) => write(language, "body", event.currentTarget.value)}
              />
            </div>
          )}
        </For>
      </Card>
      <Card title={t("notify.run.when")}>
        <div class="list-filters">
          <TextField
            label={t("notify.run.reminders")}
            name="reminderDays"
            value={reminders()}
            onInput={(event) => setReminders(event.currentTarget.value)}
          />
          <TextField
            label={t("notify.run.escalate")}
            name="escalateDays"
            inputmode="numeric"
            value={escalate()}
            onInput={(event) => setEscalate(event.currentTarget.value)}
          />
          <TextField
            label={t("notify.run.link_days")}
            name="linkDays"
            inputmode="numeric"
            value={linkDays()}
            onInput={(event) => setLinkDays(event.currentTarget.value)}
          />
        </div>
        <fieldset class="care-ticks">
          <legend class="field-label">{t("notify.run.roles")}</legend>
          <For each={contactRoles}>
            {(role) => (
              <Tick
                label={t(`desk.directory.role.${role}`)}
                checked={roles().includes(role)}
                onChange={(isOn) =>
                  setRoles((all) => contactRoles.filter((one) => (one === role ? isOn : all.includes(one))))
                }
              />
            )}
          </For>
        </fieldset>
      </Card>
      <p>
        <Button type="submit" look="main" isBusy={act.isBusy()}>
          {t("notify.run.save")}
        </Button>
      </p>
    </FieldsForm>
  );
}
