// Publishing: asked by one, released by another, at an instant or at once; before the embargo ends for a cause; and what was published.
import { createSignal, For, type JSX, Show } from "solid-js";
import { earlyCauses } from "../../../backend/coordination/disclosure/model.ts";
import type { EditionContent } from "../../../backend/coordination/disclosure/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { FourEyesCard } from "../notifications/four-eyes-card.tsx";
import { FieldsDialog, toInstant } from "./fields-dialog.tsx";
import type { DisclosureWork } from "./work.ts";

const tones: Record<string, Tone> = { waiting: "medium", scheduled: "indigo", published: "low", withdrawn: "plain" };

export function PublicationCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const { of } = work;
  const [asked, setAsked] = createSignal<"publish" | "early">();
  return (
    <>
      <Card
        title={t("disclosure.desk.publication")}
        count={of.editions.filter(({ state }) => state === "published").length}
      >
        <p class="quiet-text">{t("disclosure.desk.frozen")}</p>
        <div class="care-acts">
          <Button isSmall look="main" onClick={() => setAsked("publish")}>
            {t("disclosure.desk.ask")}
          </Button>
          <Show when={of.number === null}>
            <Button isSmall look="danger" onClick={() => setAsked("early")}>
              {t("disclosure.desk.early")}
            </Button>
          </Show>
        </div>
        <ul class="care-rows">
          <For each={of.editions} fallback={<li class="quiet-text">{t("disclosure.desk.none_yet")}</li>}>
            {(one) => (
              <li>
                <div>
                  <Tag tone={tones[one.state] ?? "plain"}>{t(`disclosure.edition.${one.state}`)}</Tag>{" "}
                  <Show when={one.publishedAt} keyed>
                    {(at) => t("disclosure.desk.edition", { edition: one.edition ?? 0, when: formatInstant(at) })}
                  </Show>
                  <Show when={one.publishedAt === null && one.publishAt} keyed>
                    {(at) => formatInstant(at)}
                  </Show>{" "}
                  <Show when={one.earlyCause} keyed>
                    {(cause) => (
                      <>
                        <b>{t(`disclosure.cause.${cause}`)}</b> {one.earlyReason}
                      </>
                    )}
                  </Show>
                  <p class="disclosure-words">{one.note}</p>
                  <Show when={one.content} keyed>
                    {(content) => <Frozen content={content} />}
                  </Show>
                  <p class="quiet-text small-text">
                    {t("disclosure.desk.by", { name: one.askedBy ?? "—", when: formatInstant(one.askedAt) })}
                  </p>
                </div>
                <Show when={one.state === "scheduled"}>
                  <Button isSmall onClick={() => void work.post(`/publications/${one.id}/withdraw`)}>
                    {t("disclosure.desk.withdraw")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={asked() === "publish"}>
          <FieldsDialog
            title={t("disclosure.desk.ask")}
            description={t("disclosure.desk.frozen")}
            act={t("disclosure.desk.ask")}
            fields={[
              {
                name: "publishAt",
                label: t("disclosure.desk.publish_at"),
                hint: t("disclosure.desk.at_hint"),
                kind: "instant",
              },
              { name: "note", label: t("disclosure.desk.change_note"), kind: "text" },
            ]}
            send={async ({ publishAt, note }) =>
              await apiPost(`${work.path}/publications`, { publishAt: toInstant(publishAt) ?? null, note })
            }
            onClose={() => setAsked(undefined)}
            onDone={work.reload}
          />
        </Show>
        <Show when={asked() === "early"}>
          <FieldsDialog
            title={t("disclosure.desk.early")}
            description={t("disclosure.desk.early_lead")}
            act={t("disclosure.desk.ask")}
            fields={[
              {
                name: "cause",
                label: t("disclosure.desk.cause"),
                kind: "choice",
                options: earlyCauses.map((value) => ({ value, label: t(`disclosure.cause.${value}`) })),
              },
              { name: "reason", label: t("disclosure.desk.reason"), kind: "text" },
            ]}
            send={async (values) => await apiPost(`${work.path}/early`, values)}
            onClose={() => setAsked(undefined)}
            onDone={work.reload}
          />
        </Show>
      </Card>
      <For each={of.editions.filter(({ state }) => state === "waiting")}>
        {(one) => <FourEyesCard requests={one.releases} isOnItsPage onChanged={work.reload} />}
      </For>
    </>
  );
}

/** What the second person looks at. */
function Frozen(props: { content: EditionContent }): JSX.Element {
  const t = useWords();
  const { content } = props;
  return (
    <details open>
      <summary>{t("disclosure.desk.what_leaves")}</summary>
      <For each={Object.values(content.texts)}>
        {(text) => (
          <>
            <p>
              <b>{text?.title}</b>
            </p>
            <p class="disclosure-words">{text?.summary}</p>
            <p class="disclosure-words">{text?.body}</p>
          </>
        )}
      </For>
      <ul>
        <For each={content.flaws}>
          {(flaw) => (
            <li>
              <b>
                {flaw.ordinal}. {flaw.title}
              </b>{" "}
              {flaw.cveId ?? t("disclosure.public.no_cve")}
              <p class="disclosure-words">{flaw.description}</p>
            </li>
          )}
        </For>
        <For each={content.vendors}>
          {(vendor) => (
            <li>
              {vendor.name} · {vendor.product}
              <For each={vendor.cells}>
                {(cell) => (
                  <p class="disclosure-words">
                    {cell.flaw}. {t(`disclosure.status.${cell.status}`)} {cell.versions} {cell.body}{" "}
                    {cell.refs.join(" ")}
                  </p>
                )}
              </For>
            </li>
          )}
        </For>
      </ul>
      <p>
        {t("disclosure.public.thanks")}: {content.credits.join(", ") || "—"}
      </p>
      <p>{content.refs.join(" ")}</p>
    </details>
  );
}
