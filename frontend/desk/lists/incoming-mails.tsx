// The mails that came in and what each was, also where none made a report: replies, bounces, automatic answers.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import type { MailChecks as MailChecksFound } from "../../../backend/coordination/mail-checks/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { MailChecks } from "../talking/mail-checks.tsx";
import { describeProblem } from "../../shell/data/tell-problem.ts";

interface IncomingRow {
  id: string;
  kind: string;
  reportId: string | null;
  reference: string | null;
  from: string;
  subject: string;
  checks: MailChecksFound | null;
  receivedAt: string;
}

const pageSize = 50;

export function IncomingMails(): JSX.Element {
  const t = useWords();
  const [rows, setRows] = createSignal<IncomingRow[]>();
  const [hasMore, setMore] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const load = async (before?: string): Promise<void> => {
    try {
      const page = await apiGet<{ rows: IncomingRow[] }>("/api/v1/desk/incoming-mails", { before, limit: pageSize });
      setRows((known) => (before === undefined ? page.rows : [...(known ?? []), ...page.rows]));
      setMore(page.rows.length === pageSize);
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  onMount(() => void load());
  return (
    <>
      <p class="quiet-text">{t("desk.mails.incoming_text")}</p>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          <span>{problem()}</span>
          <Button isSmall onClick={() => void load()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <Show when={rows()} fallback={<Show when={!problem()}>{<Skeleton lines={8} words={t("desk.loading")} />}</Show>}>
        {(all) => (
          <Show when={all().length > 0} fallback={<Empty title={t("desk.mails.incoming_none")} />}>
            <div class="table-scroll" tabindex="0" role="region" aria-label={t("desk.mails.box.incoming")}>
              <table class="table">
                <thead>
                  <tr>
                    <th scope="col">{t("desk.mails.state")}</th>
                    <th scope="col">{t("desk.mails.subject")}</th>
                    <th scope="col">{t("desk.mails.from")}</th>
                    <th scope="col">{t("desk.mails.report")}</th>
                    <th scope="col">{t("desk.mails.at")}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={all()}>
                    {(mail) => (
                      <tr>
                        <td>
                          <Tag>{t(`desk.mails.kind.${mail.kind}`)}</Tag>
                        </td>
                        <td dir="auto">{mail.subject || t("desk.mails.no_subject")}</td>
                        <td>
                          {mail.from}
                          <MailChecks checks={mail.checks} />
                        </td>
                        <td>
                          <Show when={mail.reportId}>
                            {(id) => <A href={`/reports/${id()}?view=all`}>{mail.reference}</A>}
                          </Show>
                        </td>
                        <td class="figures">
                          <time dateTime={mail.receivedAt}>{formatInstant(mail.receivedAt)}</time>
                        </td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </div>
          </Show>
        )}
      </Show>
      <Show when={hasMore()}>
        <Button onClick={() => void load(rows()?.at(-1)?.id)}>{t("desk.more_rows")}</Button>
      </Show>
    </>
  );
}
