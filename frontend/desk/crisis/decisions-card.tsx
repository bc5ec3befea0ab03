// What was decided: appended, with who must know of it and who said that they do.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { CrisisOptions, CrisisView, DecisionView } from "../../../backend/coordination/crisis/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { me } from "../../shell/session.ts";

export function DecisionsCard(props: {
  crisis: CrisisView;
  people: CrisisOptions["people"];
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [isWriting, setWriting] = createSignal(false);
  return (
    <Card
      title={t("crisis.decision.title")}
      count={props.crisis.decisions.length}
      aside={
        <Show when={props.crisis.closedAt === null}>
          <Button isSmall onClick={() => setWriting(true)}>
            {t("crisis.decision.write")}
          </Button>
        </Show>
      }
    >
      <ul class="care-lines">
        <For each={props.crisis.decisions} fallback={<li class="quiet-text">{t("crisis.decision.none")}</li>}>
          {(one) => <Decision one={one} onChanged={props.onChanged} />}
        </For>
      </ul>
      <Show when={isWriting()}>
        <DecisionDialog
          crisisId={props.crisis.id}
          people={props.people}
          onClose={() => setWriting(false)}
          onDone={props.onChanged}
        />
      </Show>
    </Card>
  );
}

function Decision(props: { one: DecisionView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const isMine = () => props.one.readers.some(({ id, readAt }) => id === me()?.personId && readAt === null);
  const know = async (): Promise<void> => {
    const { onChanged } = props;
    try {
      await apiPost(`/api/v1/crisis-decisions/${props.one.id}/confirm`);
      onChanged();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <li>
      <p class="quiet-text small-text">
        {t("crisis.decision.line", {
          number: props.one.number,
          by: props.one.decidedBy,
          when: formatInstant(props.one.decidedAt),
        })}
      </p>
      <p class="crisis-words">
        <strong>{props.one.what}</strong>
      </p>
      <p class="crisis-words">
        {t("crisis.decision.why")}: {props.one.why}
      </p>
      <Show when={props.one.options !== ""}>
        <p class="crisis-words">
          {t("crisis.decision.options")}: {props.one.options}
        </p>
      </Show>
      <div class="care-acts">
        <For each={props.one.readers}>
          {(reader) =>
            reader.readAt === null ? (
              <Tag>{t("crisis.decision.unknown", { name: reader.name })}</Tag>
            ) : (
              <Tag tone="low">
                <Said>
                  {(moment) => t("crisis.decision.known", { name: reader.name, when: moment(reader.readAt) })}
                </Said>
              </Tag>
            )
          }
        </For>
        <Show when={isMine()}>
          <Button isSmall look="main" onClick={() => void know()}>
            {t("crisis.decision.know")}
          </Button>
        </Show>
      </div>
    </li>
  );
}

function DecisionDialog(props: {
  crisisId: string;
  people: CrisisOptions["people"];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const [what, setWhat] = createSignal("");
  const [why, setWhy] = createSignal("");
  const [options, setOptions] = createSignal("");
  const [by, setBy] = createSignal(me()?.name ?? "");
  const [at, setAt] = createSignal(local);
  const [readers, setReaders] = createSignal<readonly string[]>([]);
  return (
    <ActDialog
      title={t("crisis.decision.write")}
      description={t("crisis.decision.hint")}
      act={t("crisis.decision.write")}
      send={async () =>
        await apiPost(`/api/v1/crises/${props.crisisId}/decisions`, {
          what: what(),
          why: why(),
          options: options(),
          decidedBy: by(),
          decidedAt: at() === "" ? "" : new Date(at()).toISOString(),
          readerIds: readers(),
        })
      }
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <TextArea
        name="what"
        label={t("crisis.decision.what")}
        rows={2}
        value={what()}
        onInput={(event) => setWhat(event.currentTarget.value)}
      />
      <TextArea
        name="why"
        label={t("crisis.decision.why")}
        rows={2}
        value={why()}
        onInput={(event) => setWhy(event.currentTarget.value)}
      />
      <TextArea
        name="options"
        label={t("crisis.decision.options")}
        rows={2}
        value={options()}
        onInput={(event) => setOptions(event.currentTarget.value)}
      />
      <TextField
        name="decidedBy"
        label={t("crisis.decision.by")}
        value={by()}
        onInput={(event) => setBy(event.currentTarget.value)}
      />
      <TextField
        name="decidedAt"
        label={t("crisis.decision.at")}
        type="datetime-local"
        value={at()}
        onInput={(event) => setAt(event.currentTarget.value)}
      />
      <fieldset class="crisis-choices">
        <legend>{t("crisis.decision.readers")}</legend>
        <For each={props.people}>
          {(person) => (
            <Tick
              label={person.name}
              checked={readers().includes(person.id)}
              onChange={(isOn) =>
                setReaders((all) => (isOn ? [...all, person.id] : all.filter((id) => id !== person.id)))
              }
            />
          )}
        </For>
      </fieldset>
    </ActDialog>
  );
}
