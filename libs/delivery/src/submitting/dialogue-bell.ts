/** Rings when dialogues of this process have ended, for runs that wait for their turn with a provider. */
export class DialogueBell {
  private listeners: (() => void)[] = [];

  ring(): void {
    for (const wake of this.listeners.splice(0)) wake();
  }

  /** Until it rings, or so long. */
  async heard(withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.listeners.push(resolve);
      timer = setTimeout(resolve, withinMs);
    });
    clearTimeout(timer);
  }
}
