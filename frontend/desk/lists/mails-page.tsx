// Mails that went out, wait, are kept because no mail server is set, or failed; each opens to its words.
import { A, useSearchParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { MailView } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";
import { createPages } from "../../shell/lists/create-pages.ts";
import { IncomingMails } from "./incoming-mails.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";

const states = ["all", "queued", "sent", "kept", "failed"] as const;
const tones: Record<MailView["state"], Tone> = { queued: "medium", sent: "low", kept: "indigo", failed: "critical" };

/** Which way the mails go; what came in is read from its own list. */
export function MailsPage(): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<{ box?: string; state?: string }>();
  const Box = () => (
    <SelectField
      label={t("desk.mails.box")}
      value={search.box ?? "outgoing"}
      options={["outgoing", "incoming"].map((value) => ({ value, label: t(`desk.mails.box.${value}`) }))}
      onChange={(event) =>
        setSearch({ box: event.currentTarget.value === "incoming" ? "incoming" : undefined, state: undefined })
      }
    />
  );
  return (
    <Show when={search.box === "incoming"} fallback={<OutgoingMails box={<Box />} />}>
      <main class="page list-page">
        <h1>{t("desk.go.mails")}</h1>
        <div class="list-filters">
          <Box />
          <ExportMenu list="incoming-mails" />
        </div>
        <IncomingMails />
      </main>
    </Show>
  );
}

function OutgoingMails(props: { box: JSX.Element }): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<{ state?: string }>();
  const list = createPages<MailView>("/api/v1/desk/mails", () => ({ state: search.state ?? "all" }));
  const [open, setOpen] = createSignal<MailView & { body: string }>();
  const show = async (id: string): Promise<void> => {
    try {
      setOpen(await apiGet<MailView & { body: string }>(`/api/v1/desk/mails/${id}`));
    } catch (error) {
      tellProblem(error);
    }
  };
  const resend = async (mail: MailView): Promise<void> => {
    try {
      await apiPost(`/api/v1/desk/mails/${mail.id}/resend`);
      setOpen(undefined);
      showToast({ text: t("desk.mails.resent") });
      list.again();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <PageFrame
      title={t("desk.go.mails")}
      text={t("desk.mails.text")}
      state={list.state()}
      problem={list.problem()}
      hasMore={list.hasMore()}
      onMore={list.more}
      onAgain={list.again}
      filters={
        <div class="list-filters">
          {props.box}
          <SelectField
            label={t("desk.mails.state")}
            value={search.state ?? "all"}
            options={states.map((value) => ({ value, label: t(`desk.mail_state.${value}`) }))}
            onChange={(event) =>
              setSearch({ state: event.currentTarget.value === "all" ? undefined : event.currentTarget.value })
            }
          />
          <ExportMenu list="mails" query={{ state: search.state }} />
        </div>
      }
    >
      <Show
        when={list.rows().length > 0}
        fallback={<Empty title={t("desk.mails.none")} text={t("desk.mails.none_hint")} />}
      >
        <div class="table-scroll" tabindex="0" role="region" aria-label={t("desk.go.mails")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("desk.mails.state")}</th>
                <th scope="col">{t("desk.mails.subject")}</th>
                <th scope="col">{t("desk.mails.to")}</th>
                <th scope="col">{t("desk.mails.report")}</th>
                <th scope="col">{t("desk.mails.at")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={list.rows()}>
                {(mail) => (
                  <tr>
                    <td>
                      <Tag tone={tones[mail.state]}>{t(`desk.mail_state.${mail.state}`)}</Tag>
                      <Show when={mail.lastError}>{(error) => <p class="small-text quiet-text">{error()}</p>}</Show>
                    </td>
                    <td>
                      <Button isSmall look="quiet" class="cell-button" onClick={() => void show(mail.id)}>
                        {mail.subject}
                      </Button>
                    </td>
                    <td>{mail.to}</td>
                    <td>
                      <Show when={mail.reportId}>
                        {(id) => (
                          <A class="whole" href={`/reports/${id()}?view=all`}>
                            {mail.reportReference}
                          </A>
                        )}
                      </Show>
                    </td>
                    <td class="figures">
                      <time dateTime={mail.sentAt ?? mail.createdAt}>
                        {formatInstant(mail.sentAt ?? mail.createdAt)}
                      </time>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <Dialog isOpen={open() !== undefined} onClose={() => setOpen(undefined)} title={open()?.subject ?? ""} isWide>
        <p class="quiet-text small-text">{open()?.to}</p>
        <p class="pre-text" lang={open()?.language}>
          {open()?.body}
        </p>
        <Show when={open()}>
          {(mail) => (
            <Show when={can("report.answer") && (mail().state === "failed" || mail().state === "kept")}>
              <Button onClick={() => void resend(mail())}>{t("desk.mails.resend")}</Button>
            </Show>
          )}
        </Show>
      </Dialog>
    </PageFrame>
  );
}
