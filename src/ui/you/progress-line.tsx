/** How far one has come, as a line beside the words that say it. */
export const ProgressLine = ({ done, total }: { readonly done: number; readonly total: number }) => (
  <div aria-hidden="true" className="progress-line">
    <div style={{ width: `${(done / total) * 100}%` }} />
  </div>
);
