// Whom a notification would reach as things stand, and exactly what would leave to each.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { ReachedConstituent, RunPreview, RunView } from "../../../backend/coordination/notifications/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";

export function ReachCard(props: { run: RunView }): JSX.Element {
  const t = useWords();
  const [rows, setRows] = createSignal<ReachedConstituent[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [shown, setShown] = createSignal<{ id: string; name: string }>();
  const ask = async (cursor?: string): Promise<void> => {
    try {
      const page = await apiGet<{ rows: ReachedConstituent[]; next: string | null }>(
        `/api/v1/notifications/${props.run.id}/reach`,
        { cursor },
      );
      setRows((before) => (cursor === undefined ? page.rows : [...before, ...page.rows]));
      setNext(page.next);
    } catch (error) {
      tellProblem(error);
    }
  };
  createEffect(
    on(
      () => `${props.run.id} ${props.run.version}`,
      () => void ask(),
    ),
  );
  return (
    <Card title={t("notify.run.reach")} count={props.run.reach?.constituents}>
      <Show when={props.run.reach}>
        {(reach) => (
          <>
            <p class="care-share-words figures">
              {t("notify.run.reach_numbers", { constituents: reach().constituents, rows: reach().rows })}
            </p>
            <p class="quiet-text small-text figures">
              {t("notify.run.reach_gaps", {
                without: formatNumber(reach().withoutContact),
                unattributed: reach().unattributed,
              })}
            </p>
          </>
        )}
      </Show>
      <ul class="care-rows">
        <For each={rows()}>
          {(one) => (
            <li>
              <div>
                <b>{one.name}</b>
                <p class="quiet-text small-text">
                  {t("notify.run.rows", { count: one.rows })} ·{" "}
                  {one.contacts.length === 0
                    ? t("notify.run.no_contact")
                    : one.contacts.map(({ name, email, language }) => `${name} <${email}> ${language}`).join(", ")}
                </p>
              </div>
              <Show when={one.contacts.length > 0}>
                <Button isSmall onClick={() => setShown({ id: one.constituentId, name: one.name })}>
                  {t("notify.run.preview")}
                  <span class="for-ears"> {one.name}</span>
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={next()} keyed>
        {(cursor) => <Button onClick={() => void ask(cursor)}>{t("desk.more_rows")}</Button>}
      </Show>
      <Show when={shown()} keyed>
        {(one) => <PreviewDialog runId={props.run.id} constituent={one} onClose={() => setShown(undefined)} />}
      </Show>
    </Card>
  );
}

export function PreviewDialog(props: {
  runId: string;
  constituent: { id: string; name: string };
  onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const [mails, setMails] = createSignal<RunPreview[]>();
  void apiGet<{ mails: RunPreview[] }>(`/api/v1/notifications/${props.runId}/preview/${props.constituent.id}`).then(
    (read) => setMails(read.mails),
    tellProblem,
  );
  return (
    <Dialog
      isOpen
      isWide
      title={t("notify.run.preview_title", { name: props.constituent.name })}
      onClose={props.onClose}
    >
      <For
        each={mails() ?? []}
        fallback={<p class="quiet-text">{mails() ? t("notify.run.preview_none") : t("desk.loading")}</p>}
      >
        {(mail) => (
          <article class="notify-mail" lang={mail.language}>
            <p class="quiet-text small-text">
              {t("notify.run.preview_to", {
                contact: mail.contact,
                role: t(`desk.directory.role.${mail.role}`),
                to: mail.to,
                language: t(`common.language.${mail.language}`),
              })}
            </p>
            <p>
              <Tag tone={mail.protection === "signed" ? "plain" : "indigo"}>
                {t(`notify.run.protection.${mail.protection}`)}
              </Tag>
            </p>
            <Show when={mail.outerSubject}>
              {(subject) => <p class="small-text">{t("notify.run.outside", { subject: subject() })}</p>}
            </Show>
            <h3>{mail.subject}</h3>
            <pre class="detail notify-text">{mail.body}</pre>
            <Show
              when={mail.waiting}
              fallback={<p class="small-text">{t("notify.run.attached", { name: mail.fileName })}</p>}
            >
              {(waiting) => (
                <>
                  <h3>{t("notify.run.behind")}</h3>
                  <p>
                    <b>{waiting().subject}</b>
                  </p>
                  <pre class="detail notify-text">{waiting().body}</pre>
                </>
              )}
            </Show>
            <pre class="detail notify-csv" tabindex="0" role="region" aria-label={mail.fileName}>
              {mail.csv.split("\n").slice(0, 12).join("\n")}
            </pre>
          </article>
        )}
      </For>
    </Dialog>
  );
}
