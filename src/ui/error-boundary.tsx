/** A screen that breaks says so, and leaves the others and help within reach. */
import { Component, type ReactNode } from "react";
import { Crash } from "./crash.tsx";

interface Props {
  readonly children: ReactNode;
  readonly fallback?: ReactNode;
}

export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return this.props.fallback ?? <Crash />;
  }
}
