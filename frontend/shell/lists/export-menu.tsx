// "Export" in the head of a list: the rows as they are filtered, as CSV, XLSX or JSON, in the reader's language and zone.
import { createSignal, type JSX, Show } from "solid-js";
import { Menu } from "../../parts/menu/menu.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { ApiProblem, apiGetForFile, apiPost, type Query } from "../../platform/api.ts";
import { currentLanguage, hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { tellProblem } from "../data/tell-problem.ts";
import { ActDialog } from "../forms/act-dialog.tsx";

/**
 * @param props.list the export's name under /api/v1/desk/exports/ ("constituents"), or a whole address where the export stands elsewhere.
 * @param props.name where a page has several: which list it is, by its key under "exports.list.".
 * @param props.query the list's filters as they are now.
 */
export function ExportMenu(props: {
  list: string;
  query?: Query;
  look?: "plain" | "quiet";
  name?: string;
  /** What is taken out, where a page has several of these buttons. */
  of?: string;
}): JSX.Element {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const [isAsking, setAsking] = createSignal(false);
  void loadRoom("exports");
  const save = async (format: "csv" | "xlsx" | "json"): Promise<void> => {
    if (isBusy()) return;
    setBusy(true);
    try {
      const path = props.list.startsWith("/") ? props.list : `/api/v1/desk/exports/${props.list}`;
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const { blob, headers } = await apiGetForFile(path, {
        ...props.query,
        format,
        language: currentLanguage(),
        zone,
      });
      const name = /filename="([^"]+)"/.exec(headers.get("content-disposition") ?? "")?.[1] ?? `export.${format}`;
      const address = URL.createObjectURL(blob);
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      // The browser has taken the bytes by then.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      showToast({ text: t("exports.done") });
    } catch (error) {
      if (error instanceof ApiProblem && error.words === "exports.second_person") setAsking(true);
      else tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Show when={hasWords("exports.act")}>
      <Menu
        label={props.name ? `${t(`exports.list.${props.name}`)} · ${t("exports.act")}` : t("exports.act")}
        {...(props.of ? { name: `${t("exports.act")} (${props.of})` } : {})}
        look={props.look ?? "quiet"}
        items={(["xlsx", "csv", "json"] as const).map((format, at) => ({
          label: t(`exports.${format}`),
          ...(at === 0 ? { under: t("exports.under") } : {}),
          run: () => void save(format),
        }))}
      />
      <Show when={isAsking()}>
        <AskDialog list={props.list} query={props.query} onClose={() => setAsking(false)} />
      </Show>
    </Show>
  );
}

/** A list of reports, cases, people or contacts waits for a second person. */
function AskDialog(props: { list: string; query: Query | undefined; onClose: () => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const send = async (): Promise<void> => {
    const chosen = Object.entries(props.query ?? {}).filter(([, value]) => value !== undefined && value !== "");
    const filter = Object.fromEntries(chosen.map(([key, value]) => [key, String(value)]));
    await apiPost(`/api/v1/desk/exports/${props.list}/requests`, { filter, reason: reason() });
    showToast({ text: t("exports.ask.sent") });
  };
  return (
    <ActDialog
      title={t("exports.ask.title")}
      description={t("exports.ask.text")}
      act={t("exports.ask.send")}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => undefined}
    >
      <TextArea
        name="reason"
        label={t("exports.ask.reason")}
        rows={3}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
