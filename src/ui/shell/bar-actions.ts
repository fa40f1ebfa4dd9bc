/** Id of the place in a phone's top bar where a screen may put what belongs to it alone. */
export const barActions = "bar-actions";
