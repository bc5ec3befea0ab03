// A vendor in its own room: the vulnerabilities that it is asked about, its answers, the date until which all keep silent.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { PartyView } from "../../../backend/coordination/disclosure/views/model.ts";
import { cellStatuses, justifications } from "../../../backend/coordination/disclosure/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "./vulnerabilities.css";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function OwnVulnerabilitiesPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ rows: PartyView[] }>(() => "/api/v1/own/disclosures");
  return (
    <PageFrame
      title={t("disclosure.room.title")}
      text={t("disclosure.room.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
    >
      <For each={page.answer()?.rows ?? []} fallback={<p class="quiet-text">{t("disclosure.room.none")}</p>}>
        {(party) => <Part party={party} reload={page.load} />}
      </For>
    </PageFrame>
  );
}

function Part(props: { party: PartyView; reload: () => void }): JSX.Element {
  const t = useWords();
  const { party, reload } = props;
  const path = `/api/v1/own/disclosures/${party.partyId}`;
  const [flawId, setFlawId] = createSignal<string>();
  const [isWriting, setWriting] = createSignal(false);
  const [body, setBody] = createSignal("");
  const consent = async (embargoId: string, answer: "agreed" | "refused"): Promise<void> => {
    try {
      await apiPost(`${path}/consents`, { embargoId, answer });
    } catch (error) {
      tellProblem(error);
    }
    reload();
  };
  return (
    <Card title={t("disclosure.party.title", { product: party.product })}>
      <div class="own-vulnerability">
        <p class="quiet-text">
          <span class="mono">D#{party.handle}</span> · TLP:AMBER+STRICT
        </p>
        <Show when={party.publishedNumber} keyed>
          {(number) => (
            <p>
              {t("disclosure.party.public")} <a href={`/advisories/${number}`}>{number}</a>
            </p>
          )}
        </Show>
        <Show when={party.publishedNumber === null && party.embargo} keyed>
          {(embargo) => (
            <>
              <h3>{t("disclosure.embargo.title")}</h3>
              <p>
                <b>{formatInstant(embargo.until)}</b> {embargo.reason}
              </p>
              <Show when={embargo.answer} keyed>
                {(answer) => <p>{t(`disclosure.embargo.you_${answer}`)}</p>}
              </Show>
              <p>
                <Button isSmall look="main" onClick={() => void consent(embargo.id, "agreed")}>
                  {t("disclosure.embargo.agree")}
                </Button>{" "}
                <Button isSmall onClick={() => void consent(embargo.id, "refused")}>
                  {t("disclosure.embargo.refuse")}
                </Button>
              </p>
            </>
          )}
        </Show>
        <For each={party.flaws}>
          {(flaw) => (
            <section>
              <h3>
                {flaw.ordinal}. {flaw.title}
              </h3>
              <p>{flaw.description}</p>
              <ul>
                <For each={party.own.filter((one) => one.flawId === flaw.id)}>
                  {(one) => (
                    <li>
                      <Tag>{t(`disclosure.status.${one.status}`)}</Tag> {one.versions} ·{" "}
                      {t(`disclosure.said.${one.state}`)} · {formatInstant(one.saidAt)}
                      <p>{one.body}</p>
                    </li>
                  )}
                </For>
                <For each={party.shared.filter((one) => one.flawId === flaw.id)}>
                  {(one) => (
                    <li>
                      {one.vendor ?? t("disclosure.party.another")}: <Tag>{t(`disclosure.status.${one.status}`)}</Tag>{" "}
                      {one.versions}
                      <p>{one.body}</p>
                    </li>
                  )}
                </For>
              </ul>
              <Button isSmall look="main" onClick={() => setFlawId(flaw.id)}>
                {t("disclosure.room.say")}
              </Button>
            </section>
          )}
        </For>
        <Show when={party.others} keyed>
          {(others) => (
            <p>
              {t("disclosure.party.others")}: {others.length > 0 ? others.join(", ") : t("disclosure.party.nobody")}
            </p>
          )}
        </Show>
        <h3>{t("disclosure.party.posts")}</h3>
        <ul>
          <For each={party.posts} fallback={<li class="quiet-text">{t("disclosure.party.no_posts")}</li>}>
            {(post) => (
              <li>
                <b>{t(post.isOwn ? "disclosure.party.you" : "disclosure.party.team")}</b> {formatInstant(post.at)}
                <p>{post.body}</p>
              </li>
            )}
          </For>
        </ul>
        <Button isSmall onClick={() => setWriting(true)}>
          {t("disclosure.party.write")}
        </Button>
        <Show when={isWriting()}>
          <ActDialog
            asks="vulnerability"
            title={t("disclosure.party.write")}
            description={t("disclosure.party.write_hint")}
            act={t("disclosure.desk.send")}
            send={async () => await apiPost(`${path}/posts`, { body: body() })}
            onClose={() => setWriting(false)}
            onDone={reload}
          >
            <TextArea
              name="body"
              label={t("disclosure.party.write")}
              value={body()}
              onInput={(event) => setBody(event.currentTarget.value)}
            />
          </ActDialog>
        </Show>
        <Show when={flawId()} keyed>
          {(of) => <SayDialog path={path} flawId={of} onClose={() => setFlawId(undefined)} onDone={reload} />}
        </Show>
      </div>
    </Card>
  );
}

function SayDialog(props: { path: string; flawId: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const { path, flawId } = props;
  const [said, setSaid] = createSignal<Record<string, string>>({ status: "affected" });
  const set = (name: string, value: string): void => void setSaid((all) => ({ ...all, [name]: value }));
  const of = (name: string): string => said()[name] ?? "";
  return (
    <ActDialog
      asks="vulnerability"
      title={t("disclosure.room.say")}
      act={t("disclosure.party.say")}
      send={async () =>
        await apiPost(`${path}/statements`, {
          flawId,
          status: of("status"),
          ...(of("justification") === "" ? {} : { justification: of("justification") }),
          versions: of("versions"),
          body: of("body"),
          refs: of("refs").split(/\s+/).filter(Boolean),
        })
      }
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <SelectField
        name="status"
        label={t("disclosure.party.status")}
        why={whyAsked("disclosure.party.status")}
        value={of("status")}
        options={cellStatuses.map((value) => ({ value, label: t(`disclosure.status.${value}`) }))}
        onChange={(event) => set("status", event.currentTarget.value)}
      />
      <SelectField
        name="justification"
        label={t("disclosure.party.why")}
        hint={t("disclosure.party.why_hint")}
        value={of("justification")}
        options={[
          { value: "", label: "—" },
          ...justifications.map((value) => ({ value, label: t(`disclosure.why.${value}`) })),
        ]}
        onChange={(event) => set("justification", event.currentTarget.value)}
      />
      <TextField
        name="versions"
        label={t("disclosure.party.versions")}
        hint={t("disclosure.party.versions_hint")}
        value={of("versions")}
        onInput={(event) => set("versions", event.currentTarget.value)}
      />
      <TextArea
        name="body"
        label={t("disclosure.party.body")}
        hint={t("disclosure.party.body_hint")}
        value={of("body")}
        onInput={(event) => set("body", event.currentTarget.value)}
      />
      <TextArea
        name="refs"
        label={t("disclosure.party.refs")}
        rows={2}
        value={of("refs")}
        onInput={(event) => set("refs", event.currentTarget.value)}
      />
    </ActDialog>
  );
}
