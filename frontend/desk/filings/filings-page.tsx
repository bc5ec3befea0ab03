// What organisations filed with the national team itself: one card each, the newest first; an address with an id shows that one.
import { useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { TeamPart, TeamParts } from "../../../backend/compliance/filings/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { instant } from "../../shell/law/law-words.ts";
import { PartFields } from "../../shell/law/part-fields.tsx";
import { WaitFor } from "../../shell/law/wait-for.tsx";

export function FilingsPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ partId?: string }>();
  const [list, { refetch }] = createResource(
    () => ({ id: params.partId, language: currentLanguage() }),
    async ({ id, language }) =>
      id === undefined
        ? (await apiGet<TeamParts>("/api/v1/desk/filings", { language })).parts
        : [await apiGet<TeamPart>(`/api/v1/desk/filings/${id}`, { language })],
  );
  return (
    <main class="page law-page">
      <h1>{t("filings.team.title")}</h1>
      <p class="quiet-text">{t("filings.team.lead")}</p>
      <WaitFor resource={list} onAgain={() => void refetch()}>
        {(parts) => (
          <For each={parts()} fallback={<Empty title={t("filings.team.none")} text={t("filings.team.none_hint")} />}>
            {(part) => <TeamCard part={part} />}
          </For>
        )}
      </WaitFor>
    </main>
  );
}

function TeamCard(props: { part: TeamPart }): JSX.Element {
  const t = useWords();
  const part = () => props.part;
  return (
    <Card
      title={part().entityName}
      aside={
        <Tag tone={part().lateness === "late" ? "critical" : "plain"}>{t(`filings.lateness.${part().lateness}`)}</Tag>
      }
    >
      <p class="figures">
        {t("filings.receipt.number", { number: part().receiptNumber })} · {part().filingReference} ·{" "}
        <time datetime={part().submittedAt}>{instant(part().submittedAt)}</time>{" "}
        <Show when={part().isReplaced}>
          <Tag>{t("filings.receipt.replaced")}</Tag>
        </Show>
      </p>
      <Show when={part().standing !== "confirmed"}>
        <Notice tone="mind">
          {t(`filings.team.${part().standing}`)}{" "}
          <Show when={part().guestContact}>{(contact) => t("filings.team.contact", { contact: contact() })}</Show>
        </Notice>
      </Show>
      <p>
        {part().title}. {part().clockWords}
      </p>
      <PartFields fields={part().fields} />
      <p>
        <a href={`/api/v1/desk/filings/${part().id}/document?language=${currentLanguage()}`} download="">
          {t("filings.receipt.pdf")}
        </a>
      </p>
    </Card>
  );
}
