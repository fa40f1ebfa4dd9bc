/** The moods that the rules tell apart (B1); as stored in `mood_detected`, so names are never taken away. */
export const moods = ["glad", "calm", "sad", "anxious", "angry", "tired", "lonely"] as const;
export type Mood = (typeof moods)[number];
