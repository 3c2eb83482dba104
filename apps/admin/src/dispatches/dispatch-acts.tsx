import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1DispatchesByIdRelease, postApiV1DispatchesByIdWithhold } from '../client/index.js';
import { FailureLine } from '../elements/failure.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import { CorrectForm } from './correct-form.js';
import styles from './dispatches.module.css';
import { EmbargoForm } from './embargo-form.js';
import { KillDialog, TakeDownDialog } from './removal-dialogs.js';
import type { Dispatch } from './queries.js';
import { LabelsForm } from './labels-form.js';
import { RightsForm } from './rights-form.js';
import { useRefresh } from './use-refresh.js';
import { words } from './words.js';

type Act = 'correct' | 'embargo' | 'labels' | 'rights' | 'kill' | 'takeDown';

function WithholdOrRelease({ dispatch }: { dispatch: Dispatch }) {
  const m = useWords(words);
  const refresh = useRefresh();
  const isWithheld = dispatch.status === 'withheld';
  const doing = useMutation({
    mutationFn: () => {
      const call = isWithheld ? postApiV1DispatchesByIdRelease : postApiV1DispatchesByIdWithhold;
      return dataOf(call({ path: { id: dispatch.id }, body: {} }));
    },
    onSuccess: refresh,
  });
  return (
    <>
      <Button variant="default" loading={doing.isPending} onClick={() => { doing.mutate(); }}>
        {isWithheld ? m.release : m.withhold}
      </Button>
      {doing.isError && <FailureLine error={doing.error} />}
    </>
  );
} // prettier-ignore

function Buttons({ dispatch, open }: { dispatch: Dispatch; open: (act: Act) => void }) {
  const m = useWords(words);
  const may = useMay();
  const isTakenDown = dispatch.statusReason === 'dispatch.taken_down';
  const button = (act: Act, label: string) => (
    <Button key={act} variant="default" onClick={() => { open(act); }}>
      {label}
    </Button>
  ); // prettier-ignore
  if (isTakenDown) return null;
  const isAlive = dispatch.status !== 'killed';
  return (
    <div className={styles.acts} role="group" aria-label={m.acts}>
      {may('edit') && <WithholdOrRelease dispatch={dispatch} />}
      {may('edit') && isAlive && dispatch.source.kind !== 'feed' && button('correct', m.correct)}
      {may('edit') && isAlive && button('embargo', m.setEmbargo)}
      {may('edit') && isAlive && button('labels', m.setLabels)}
      {may('edit') && isAlive && button('rights', m.setRights)}
      {may('kill') && isAlive && button('kill', m.kill)}
      {may('kill') && button('takeDown', m.takeDown)}
    </div>
  );
}

export function DispatchActs({ dispatch }: { dispatch: Dispatch }) {
  const m = useWords(words);
  const [act, open] = useState<Act>();
  const close = (): void => {
    open(undefined);
  };
  const titles = { correct: m.correct, embargo: m.setEmbargo, labels: m.setLabels, rights: m.setRights };
  const isForm = act === 'correct' || act === 'embargo' || act === 'labels' || act === 'rights';
  return (
    <>
      <Buttons dispatch={dispatch} open={open} />
      <Modal opened={isForm} onClose={close} title={isForm ? titles[act] : ''} size={640} withCloseButton={false}>
        {act === 'correct' && <CorrectForm dispatch={dispatch} onClose={close} />}
        {act === 'embargo' && <EmbargoForm dispatch={dispatch} onClose={close} />}
        {act === 'labels' && <LabelsForm dispatch={dispatch} onClose={close} />}
        {act === 'rights' && <RightsForm dispatch={dispatch} onClose={close} />}
      </Modal>
      <KillDialog id={dispatch.id} opened={act === 'kill'} onClose={close} />
      <TakeDownDialog id={dispatch.id} opened={act === 'takeDown'} onClose={close} />
    </>
  );
}
