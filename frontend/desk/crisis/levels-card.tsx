// The operator's levels of a crisis: read by all of the desk, changed by who leads.
import { createSignal, For, type JSX, Show } from "solid-js";
import { crisisLanguages, type LevelView } from "../../../backend/coordination/crisis/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { can } from "../../shell/session.ts";

export function LevelsCard(props: { levels: readonly LevelView[]; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [edited, setEdited] = createSignal<LevelView | "new">();
  const press = async (path: string): Promise<void> => {
    try {
      await apiPost(path);
    } catch (error) {
      tellProblem(error);
    }
    props.onChanged();
  };
  return (
    <Card
      title={t("crisis.levels.title")}
      count={props.levels.length}
      aside={
        <Show when={can("crisis.lead")}>
          <Button isSmall onClick={() => setEdited("new")}>
            {t("crisis.levels.add")}
          </Button>
        </Show>
      }
    >
      <p class="quiet-text">{t("crisis.levels.lead")}</p>
      <Show when={props.levels.length === 0}>
        <p>{t("crisis.levels.none")}</p>
        <Show when={can("crisis.lead")}>
          <div class="page-acts">
            <Button look="main" onClick={() => void press("/api/v1/crisis-levels/proposed")}>
              {t("crisis.levels.propose")}
            </Button>
          </div>
        </Show>
      </Show>
      <ul class="care-rows">
        <For each={props.levels}>
          {(one) => (
            <li>
              <div>
                <strong>
                  {one.rank}. {one.names[currentLanguage()]}
                </strong>{" "}
                <Tag>{t("crisis.levels.every", { hours: one.reportHours })}</Tag>{" "}
                <Show when={one.isPublic}>
                  <Tag tone="indigo">{t("crisis.levels.is_public")}</Tag>
                </Show>
                <p class="quiet-text">{one.changes[currentLanguage()]}</p>
              </div>
              <Show when={can("crisis.lead")}>
                <span class="care-acts">
                  <Button isSmall onClick={() => setEdited(one)}>
                    {t("crisis.levels.change")}
                  </Button>
                  <Button isSmall look="quiet" onClick={() => void press(`/api/v1/crisis-levels/${one.id}/end`)}>
                    {t("crisis.levels.end")}
                  </Button>
                </span>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={edited()} keyed>
        {(level) => (
          <LevelDialog
            level={level === "new" ? undefined : level}
            nextRank={Math.min(9, Math.max(0, ...props.levels.map(({ rank }) => rank)) + 1)}
            onClose={() => setEdited(undefined)}
            onDone={props.onChanged}
          />
        )}
      </Show>
    </Card>
  );
}

function LevelDialog(props: {
  level: LevelView | undefined;
  nextRank: number;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const { level, nextRank } = props;
  const [rank, setRank] = createSignal(String(level?.rank ?? nextRank));
  const [hours, setHours] = createSignal(String(level?.reportHours ?? 4));
  const [isPublic, setPublic] = createSignal(level?.isPublic ?? false);
  const [names, setNames] = createSignal({ fr: "", en: "", mn: "", ...level?.names });
  const [changes, setChanges] = createSignal({ fr: "", en: "", mn: "", ...level?.changes });
  return (
    <ActDialog
      title={t(level ? "crisis.levels.change" : "crisis.levels.add")}
      act={t("crisis.save")}
      send={async () => {
        const body = {
          rank: Number(rank()),
          names: names(),
          changes: changes(),
          isPublic: isPublic(),
          reportHours: Number(hours()),
        };
        if (level) await apiPut(`/api/v1/crisis-levels/${level.id}`, { version: level.version, level: body });
        else await apiPost("/api/v1/crisis-levels", body);
      }}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <TextField
        name="rank"
        label={t("crisis.levels.rank")}
        type="number"
        value={rank()}
        onInput={(event) => setRank(event.currentTarget.value)}
      />
      <For each={crisisLanguages}>
        {(language) => (
          <>
            <TextField
              name={`names.${language}`}
              label={t("crisis.levels.name", { language: t(`common.language.${language}`) })}
              value={names()[language]}
              onInput={(event) => setNames({ ...names(), [language]: event.currentTarget.value })}
            />
            <TextArea
              name={`changes.${language}`}
              label={t("crisis.levels.changes", { language: t(`common.language.${language}`) })}
              rows={2}
              value={changes()[language]}
              onInput={(event) => setChanges({ ...changes(), [language]: event.currentTarget.value })}
            />
          </>
        )}
      </For>
      <TextField
        name="reportHours"
        label={t("crisis.levels.hours")}
        type="number"
        value={hours()}
        onInput={(event) => setHours(event.currentTarget.value)}
      />
      <Tick label={t("crisis.levels.public")} checked={isPublic()} onChange={setPublic} />
    </ActDialog>
  );
}
