/** You: what Bondhu knows of the person, and the questions it comes from. One file to load for both. */
import "../places/places.css";
import "./you.css";
import { Questions } from "./questions.tsx";
import { YouScreen } from "./you-screen.tsx";

export const YouPlace = ({ asks = false }: { readonly asks?: boolean }) => (asks ? <Questions /> : <YouScreen />);
