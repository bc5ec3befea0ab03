// One duty of a self-assessment: what the law says, how it stands, who sees to it, its evidence, and what another version of the law says differently.
import { For, type JSX, Show } from "solid-js";
import type { EvidenceView, ItemView } from "../../../backend/compliance/assessments/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";

const tones: Partial<Record<ItemView["standing"], Tone>> = {
  met: "low",
  partly: "medium",
  not_met: "high",
  lapsed: "high",
  excepted: "indigo",
};

export function ItemRow(props: {
  item: ItemView;
  mayChange: boolean;
  onOpen: (dialog: "answer" | "except" | "add" | "history") => void;
  onWithdraw: (evidence: EvidenceView) => void;
  onEndException: (id: string) => void;
}): JSX.Element {
  const t = useWords();
  const item = () => props.item;
  const isGone = () => item().pin?.changes.some(({ part }) => part === "removed") ?? false;
  const mayAnswer = () => props.mayChange && !isGone() && item().standing !== "not_required";
  return (
    <li id={item().obligation}>
      <div>
        <h3 class="law-title">{item().title}</h3>
        <p class="quiet-text small-text">
          {item()
            .cites.map(({ law }) => law)
            .join("; ")}
        </p>
        <p class="law-clock">{item().clockWords}</p>
        <p class="quiet-text small-text">
          {t(`duties.verification.${item().verification}`)}
          <Show when={!item().isCounted && !isGone()}> · {t("assessments.not_counted")}</Show>
          <Show when={isGone()}> · {t("assessments.gone")}</Show>
        </p>
        <div class="assessment-under">
          <Show when={item().exception}>
            {(held) => (
              <p>
                {t("assessments.exception.until", { day: held().endsOn, reason: held().reason })}{" "}
                <span class="quiet-text small-text">{t("assessments.exception.by", { name: held().grantedBy })}</span>
              </p>
            )}
          </Show>
          <Show when={item().reason}>{(reason) => <p>{reason()}</p>}</Show>
          <Show when={item().note !== ""}>
            <p class="pre-text">{item().note}</p>
          </Show>
          <Show when={item().wanted.length > 0}>
            <p class="quiet-text small-text">
              {t("assessments.wanted", {
                what: item()
                  .wanted.map((one) => t(`assessments.wanted.${one}`))
                  .join(", "),
              })}
            </p>
          </Show>
          <Show when={item().evidence.length > 0}>
            <h4>{t("assessments.evidence.title")}</h4>
            <ul class="assessment-files">
              <For each={item().evidence}>
                {(one) => <EvidenceRow evidence={one} onWithdraw={mayAnswer() ? props.onWithdraw : undefined} />}
              </For>
            </ul>
          </Show>
          <VersionNote item={item()} />
        </div>
        <div class="law-acts">
          <Show when={mayAnswer()}>
            <Button isSmall look={item().version === 0 ? "main" : "plain"} onClick={() => props.onOpen("answer")}>
              {t("assessments.answer")}
            </Button>
            <Button isSmall onClick={() => props.onOpen("add")}>
              {t("assessments.add_evidence")}
            </Button>
            <Show
              when={item().exception}
              fallback={
                <Button isSmall look="quiet" onClick={() => props.onOpen("except")}>
                  {t("assessments.except")}
                </Button>
              }
            >
              {(held) => {
                const { id } = held();
                return (
                  <Button isSmall look="quiet" onClick={() => props.onEndException(id)}>
                    {t("assessments.exception.end")}
                  </Button>
                );
              }}
            </Show>
          </Show>
          <Show when={item().version > 0}>
            <Button isSmall look="quiet" onClick={() => props.onOpen("history")}>
              {t("assessments.history")}
            </Button>
          </Show>
        </div>
      </div>
      <div class="law-side">
        <Tag tone={tones[item().standing] ?? "plain"}>{t(`assessments.standing.${item().standing}`)}</Tag>
        <Show when={item().isOverdue}>
          <Tag tone="critical">{t("assessments.overdue")}</Tag>
        </Show>
        <Show when={item().dueOn}>
          {(day) => <span class="small-text">{t("assessments.due", { day: day() })}</span>}
        </Show>
        <span class="small-text quiet-text">
          {item().owner ? t("assessments.owner", { name: item().owner?.name ?? "" }) : t("assessments.no_owner")}
        </span>
      </div>
    </li>
  );
}

function EvidenceRow(props: {
  evidence: EvidenceView;
  onWithdraw: ((evidence: EvidenceView) => void) | undefined;
}): JSX.Element {
  const t = useWords();
  const one = () => props.evidence;
  return (
    <li>
      <a href={`/api/v1/assessments/evidence/${one().id}`} download={one().name}>
        {one().expiresOn === null
          ? t("assessments.evidence.since", { name: one().name, from: one().effectiveOn })
          : t("assessments.evidence.between", {
              name: one().name,
              from: one().effectiveOn,
              to: one().expiresOn ?? "",
            })}
      </a>
      <Show when={one().isExpired && one().withdrawnAt === null}>
        <Tag tone="high">{t("assessments.evidence.expired")}</Tag>
      </Show>
      <span class="quiet-text small-text">
        {t("assessments.evidence.added", { name: one().addedBy, at: formatInstant(one().addedAt) })} ·{" "}
        {t(`assessments.evidence.scan.${one().scan}`, { names: one().scanFound.join(", ") })}
      </span>
      <Show
        when={one().withdrawnAt === null}
        fallback={<Tag>{t("assessments.evidence.withdrawn", { reason: one().withdrawReason ?? "" })}</Tag>}
      >
        <Show when={props.onWithdraw}>
          <Button isSmall look="quiet" onClick={() => props.onWithdraw?.(one())}>
            {t("assessments.evidence.withdraw")}
          </Button>
        </Show>
      </Show>
    </li>
  );
}

function VersionNote(props: { item: ItemView }): JSX.Element {
  const t = useWords();
  const pin = () => (props.item.pin?.isCurrent === false ? props.item.pin : undefined);
  return (
    <Show when={pin()}>
      {(older) => (
        <div>
          <p>
            <Tag tone="medium">{t("assessments.pin.older", { version: older().version })}</Tag>
          </p>
          <Show when={older().isKnown} fallback={<p class="quiet-text">{t("assessments.pin.unknown")}</p>}>
            <Show when={older().changes.length > 0} fallback={<p class="quiet-text">{t("assessments.pin.same")}</p>}>
              <h4>{t("assessments.pin.changed")}</h4>
              <ul class="assessment-changes">
                <For each={older().changes}>
                  {(change) => (
                    <li>
                      <p>
                        <b>{t(`assessments.part.${change.part}`)}</b>
                      </p>
                      <dl class="law-pairs">
                        <dt>{t("assessments.pin.before")}</dt>
                        <dd>{change.before || "–"}</dd>
                        <dt>{t("assessments.pin.after")}</dt>
                        <dd>{change.after || "–"}</dd>
                      </dl>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </Show>
          <p class="quiet-text small-text">{t("assessments.pin.answer_again")}</p>
        </div>
      )}
    </Show>
  );
}
