/** Whether a key press sends: Enter at a desk, never on a phone, never while an input method is composing. */

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  /** 229 while an input method handles the key: Safari ends the composition before the Enter that confirmed it. */
  readonly keyCode: number;
}

export function sendsMessage(press: KeyPress, finePointer: boolean): boolean {
  return press.key === "Enter" && !press.shiftKey && !press.isComposing && press.keyCode !== 229 && finePointer;
}
