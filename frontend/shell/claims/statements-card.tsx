// Both parties' statements in a dispute, in order, and the field for the next one.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { DisputePage } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createSending } from "./create-sending.ts";
import { FieldsForm } from "../forms/fields-form.tsx";

export function StatementsCard(props: {
  dispute: DisputePage;
  /** "/api/v1/own/disputes" or "/api/v1/registry/disputes". */
  root: string;
  mayState: boolean;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [body, setBody] = createSignal("");
  const [party, setParty] = createSignal("");
  const isOpen = () => props.dispute.state === "open" || props.dispute.state === "proposed";
  const nameOf = (side: "standing" | "challenger") =>
    side === "standing" ? props.dispute.standingName : props.dispute.challengerName;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { claims } = props.dispute;
    const chosen = party() || claims?.[0]?.constituentId;
    const isDone = await sending.run(async () => {
      await apiPost(`${props.root}/${props.dispute.id}/statements`, {
        body: body(),
        ...(claims && chosen ? { constituentId: chosen } : {}),
      });
    });
    if (!isDone) return;
    setBody("");
    props.onChanged();
  };
  return (
    <Card title={t("claims.statements")} count={props.dispute.statements.length}>
      <div class="claim-stack">
        <For each={props.dispute.statements} fallback={<p class="quiet-text">{t("claims.no_statements")}</p>}>
          {(statement) => (
            <div>
              <p class="small-text">
                <b>{nameOf(statement.side)}</b>{" "}
                <span class="quiet-text">
                  {formatInstant(statement.statedAt)}
                  {statement.isFromPaper ? ` · ${t("claims.from_paper")}` : ""}
                </span>{" "}
                <Show when={statement.side === props.dispute.mine}>
                  <Tag tone="indigo">{t("claims.you")}</Tag>
                </Show>
              </p>
              <p class="statement" data-mine={statement.side === props.dispute.mine ? "" : undefined} dir="auto">
                {statement.body}
              </p>
            </div>
          )}
        </For>
        <Show when={props.mayState && isOpen()}>
          <FieldsForm of={sending} class="claim-form" onSubmit={(event) => void submit(event)} novalidate>
            <Show when={props.dispute.claims}>
              {(claims) => (
                <SelectField
                  label={t("claims.whose_statement")}
                  name="constituentId"
                  value={party() || (claims()[0]?.constituentId ?? "")}
                  options={claims().map((claim) => ({ value: claim.constituentId, label: nameOf(claim.side) }))}
                  onChange={(event) => setParty(event.currentTarget.value)}
                />
              )}
            </Show>
            <TextArea
              label={t(props.dispute.claims ? "claims.statement_paper" : "claims.statement")}
              hint={t("claims.statement_hint")}
              rows={5}
              maxLength={8000}
              value={body()}
              name="body"
              error={sending.errorOf("body")}
              onInput={(event) => setBody(event.currentTarget.value)}
            />
            <div>
              <Button type="submit" look="main" isBusy={sending.isBusy()}>
                {t("claims.state_it")}
              </Button>
            </div>
          </FieldsForm>
        </Show>
      </div>
    </Card>
  );
}
