// How the log is searched: by kind of act, object, who and time; and for one object, its whole history as a file with proofs.
import { createSignal, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import type { Query } from "../../platform/api.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { fetchFile } from "./fetch-file.ts";

export type SearchedLog = {
  action?: string;
  kind?: string;
  object?: string;
  actor?: string;
  from?: string;
  until?: string;
};
type Change = (parts: { [Key in keyof SearchedLog]?: string | undefined }) => void;

const acts = [
  "report",
  "case",
  "finding",
  "file",
  "mail",
  "person",
  "passkey",
  "session",
  "api_key",
  "constituent",
  "log",
  "alarm",
];
const kinds = ["report", "case", "mail", "incoming_mail", "person", "invitation", "api_key", "session", "constituent"];

/** A local time of the reader as an instant; nothing for what is no time. */
function instantOf(local: string | undefined): string | undefined {
  const at = local ? new Date(local) : undefined;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
}

export function toQuery(search: Partial<SearchedLog>): Query {
  return {
    action: search.action,
    objectType: search.kind,
    objectId: search.object,
    actorId: search.actor,
    from: instantOf(search.from),
    until: instantOf(search.until),
  };
}

export function LogSearch(props: { search: Partial<SearchedLog>; onChange: Change }): JSX.Element {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const text = (name: keyof SearchedLog) => (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    props.onChange({ [name]: event.currentTarget.value.trim() || undefined });
  const any = (): { value: string; label: string } => ({ value: "", label: t("desk.filter.any") });
  const saveHistory = async (): Promise<void> => {
    setBusy(true);
    try {
      const body = { objectType: props.search.kind, objectId: props.search.object };
      await fetchFile("/api/v1/desk/log/histories", body, `${body.objectType ?? ""}-history.jsonl`);
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <search class="log-search" aria-label={t("log.desk.search")}>
      <div class="list-filters">
        <SelectField
          label={t("desk.log.kind")}
          value={props.search.action ?? ""}
          options={[any(), ...acts.map((name) => ({ value: `${name}.`, label: t(`log.domain.${name}`) }))]}
          onChange={text("action")}
        />
        <SelectField
          label={t("log.desk.object_kind")}
          value={props.search.kind ?? ""}
          options={[any(), ...kinds.map((name) => ({ value: name, label: t(`desk.log.object.${name}`) }))]}
          onChange={text("kind")}
        />
        <TextField
          label={t("desk.log.object")}
          class="mono"
          value={props.search.object ?? ""}
          onChange={text("object")}
        />
        <TextField
          label={t("log.desk.actor")}
          title={t("log.desk.actor_hint")}
          class="mono"
          value={props.search.actor ?? ""}
          onChange={text("actor")}
        />
        <TextField
          label={t("log.desk.from")}
          type="datetime-local"
          value={props.search.from ?? ""}
          onChange={text("from")}
        />
        <TextField
          label={t("log.desk.until")}
          type="datetime-local"
          value={props.search.until ?? ""}
          onChange={text("until")}
        />
        <ExportMenu list="log" query={toQuery(props.search)} />
      </div>
      <Show when={props.search.kind && props.search.object}>
        <p class="log-history">
          <Button isBusy={isBusy()} onClick={() => void saveHistory()}>
            {t("log.desk.history")}
          </Button>
          <span class="quiet-text small-text">{t("log.desk.history_hint")}</span>
        </p>
      </Show>
    </search>
  );
}
