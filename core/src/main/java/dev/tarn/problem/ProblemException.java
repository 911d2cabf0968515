package dev.tarn.problem;

/// Carries a [Problem] from where it is found to where it is answered.
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  /// Carries `problem`, without a known cause.
  public ProblemException(Problem problem) {
    super(problem.type().code() + ": " + problem.detail());
    this.problem = problem;
  }

  /// Carries `problem`, which `cause` led to.
  public ProblemException(Problem problem, Throwable cause) {
    super(problem.type().code() + ": " + problem.detail(), cause);
    this.problem = problem;
  }

  /// What is to be answered.
  public Problem problem() {
    return problem;
  }
}
