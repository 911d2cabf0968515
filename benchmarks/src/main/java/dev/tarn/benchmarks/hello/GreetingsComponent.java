package dev.tarn.benchmarks.hello;

import dagger.Component;

@Component
interface GreetingsComponent {
  Greetings greetings();
}
