// Campaigns and trainings: when, for whom, who came by group, beside what was wanted.
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { audiences, type CampaignView, campaignKinds } from "../../../backend/reporting/awareness/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import "../../shell/account/people.css";
import { doWithUndo } from "../../shell/forms/do-with-undo.ts";
import "./committee.css";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const root = "/api/v1/committee/campaigns";
const peopleOf = (row: CampaignView): number => row.women + row.men + row.unsaid;

export function AwarenessPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(async () => await apiGet<{ campaigns: CampaignView[] }>(root));
  const [isAdding, setAdding] = createSignal(false);
  const [counted, setCounted] = createSignal<CampaignView>();
  const reload = (): void => void refetch();
  const remove = (row: CampaignView): void =>
    void doWithUndo({
      run: async () => await apiPost(`${root}/${row.id}/end`),
      undo: async () => await apiPost(`${root}/${row.id}/restore`),
      said: t("committee.removed", { name: row.name }),
      onDone: reload,
    });
  return (
    <main class="page people-page">
      <header class="committee-head">
        <div>
          <h1>{t("committee.campaigns")}</h1>
          <p class="quiet-text">{t("committee.campaigns_lead")}</p>
        </div>
        <Button look="main" onClick={() => setAdding(true)}>
          {t("committee.add_campaign")}
        </Button>
      </header>
      <Card title={t("committee.campaigns")} count={list.latest?.campaigns.length}>
        <Show when={list.latest} fallback={<Skeleton lines={4} words={t("desk.loading")} />}>
          {(known) => (
            <ul class="id-rows">
              <For each={known().campaigns} fallback={<li class="quiet-text">{t("committee.no_campaigns")}</li>}>
                {(row) => (
                  <li>
                    <div>
                      <p>
                        <span class="id-name">{row.name}</span> <Tag>{t(`committee.campaign_kind.${row.kind}`)}</Tag>
                      </p>
                      <p class="id-line">
                        <span class="figures">
                          {row.startsOn} – {row.endsOn}
                        </span>
                        <span>{t("committee.people_came", { count: peopleOf(row) })}</span>
                        <Show when={row.wanted}>
                          {(wanted) => <span>{t("committee.of_wanted", { wanted: formatNumber(wanted()) })}</span>}
                        </Show>
                        <Show when={row.women + row.men > 0}>
                          <span>{t("committee.women_men", { women: row.women, men: row.men })}</span>
                        </Show>
                      </p>
                      <p class="id-line">
                        <For each={row.groups}>
                          {(group) => (
                            <span>
                              {t(`committee.audience.${group.audience}`)}: {formatNumber(group.people)}
                            </span>
                          )}
                        </For>
                      </p>
                    </div>
                    <div class="id-acts">
                      <Button isSmall onClick={() => setCounted(row)}>
                        {t("committee.count_people")}
                      </Button>
                      <Button isSmall onClick={() => remove(row)}>
                        {t("committee.remove")}
                      </Button>
                    </div>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Show>
        <p class="committee-links">
          <For each={["csv", "xlsx"]}>
            {(format) => (
              <a href={`${root}/export?format=${format}&language=${currentLanguage()}`}>{format.toUpperCase()}</a>
            )}
          </For>
        </p>
      </Card>
      <Switch>
        <Match when={isAdding()}>
          <CampaignDialog onClose={() => setAdding(false)} onDone={reload} />
        </Match>
        <Match when={counted()}>
          {(row) => <CountDialog campaign={row()} onClose={() => setCounted(undefined)} onDone={reload} />}
        </Match>
      </Switch>
    </main>
  );
}

function CampaignDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [kind, setKind] = createSignal<string>("training");
  const [name, setName] = createSignal("");
  const [from, setFrom] = createSignal("");
  const [until, setUntil] = createSignal("");
  const [wanted, setWanted] = createSignal("");
  const [note, setNote] = createSignal("");
  return (
    <ActDialog
      asks="review"
      title={t("committee.add_campaign")}
      act={t("committee.save")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(root, {
          kind: kind(),
          name: name(),
          startsOn: from(),
          endsOn: until(),
          wanted: wanted() ? Number(wanted()) : null,
          note: note(),
        })
      }
    >
      <SelectField
        name="kind"
        label={t("committee.column.kind")}
        options={campaignKinds.map((value) => ({ value, label: t(`committee.campaign_kind.${value}`) }))}
        value={kind()}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      <TextField
        name="name"
        label={t("committee.column.name")}
        required
        maxLength={200}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <div class="id-pair">
        <TextField
          name="startsOn"
          label={t("committee.column.starts_on")}
          why={whyAsked("committee.column.starts_on")}
          type="date"
          required
          value={from()}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
        <TextField
          name="endsOn"
          label={t("committee.column.ends_on")}
          why={whyAsked("committee.column.ends_on")}
          type="date"
          required
          value={until()}
          onInput={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      <TextField
        name="wanted"
        label={t("committee.wanted_people")}
        why={whyAsked("committee.wanted_people")}
        inputMode="numeric"
        pattern="[0-9]*"
        value={wanted()}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      <TextArea
        name="note"
        label={t("committee.note")}
        rows={3}
        maxLength={4000}
        value={note()}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

function CountDialog(props: { campaign: CampaignView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [on, setOn] = createSignal(props.campaign.startsOn);
  const [audience, setAudience] = createSignal<string>("citizens");
  const [numbers, setNumbers] = createSignal({ women: "", men: "", unsaid: "" });
  const [source, setSource] = createSignal("");
  const parts = ["women", "men", "unsaid"] as const;
  return (
    <ActDialog
      asks="review"
      title={t("committee.count_of", { name: props.campaign.name })}
      description={t("committee.count_hint")}
      act={t("committee.record")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`${root}/${props.campaign.id}/attendances`, {
          heldOn: on(),
          audience: audience(),
          women: Number(numbers().women || 0),
          men: Number(numbers().men || 0),
          unsaid: Number(numbers().unsaid || 0),
          source: source(),
        })
      }
    >
      <TextField
        name="heldOn"
        label={t("committee.held_on")}
        why={whyAsked("committee.held_on")}
        type="date"
        required
        value={on()}
        onInput={(event) => setOn(event.currentTarget.value)}
      />
      <SelectField
        name="audience"
        label={t("committee.audience")}
        why={whyAsked("committee.audience")}
        options={audiences.map((value) => ({ value, label: t(`committee.audience.${value}`) }))}
        value={audience()}
        onChange={(event) => setAudience(event.currentTarget.value)}
      />
      <For each={parts}>
        {(part) => (
          <TextField
            name={part}
            label={t(`committee.column.${part}`)}
            why={whyAsked(`committee.column.${part}`)}
            inputMode="numeric"
            pattern="[0-9]*"
            value={numbers()[part]}
            onInput={(event) => setNumbers({ ...numbers(), [part]: event.currentTarget.value })}
          />
        )}
      </For>
      <TextField
        name="source"
        label={t("committee.column.source")}
        hint={t("committee.list_hint")}
        required
        maxLength={500}
        value={source()}
        onInput={(event) => setSource(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
