// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Epoll as it was, but for connections that wait for nothing: they stay in its set. A connection
 * whose other side has ended, and that has neither room to wait for nor may be read, is taken out
 * by Netty's epoll transport 4.2.18, which then takes it for a member still: the next thing that it
 * has to wait for fails, and with it the connection. What it is told instead of "nothing" is: an
 * error, once. One per event loop.
 */
final class StayInSet implements IoHandler {
  private final IoHandler epoll;

  private StayInSet(IoHandler epoll) {
    this.epoll = epoll;
  }

  /** The same for any transport: those that are not epoll are left alone. */
  static IoHandlerFactory of(IoHandlerFactory factory) {
    return new IoHandlerFactory() {
      @Override
      public IoHandler newHandler(ThreadAwareExecutor executor) {
        IoHandler handler = factory.newHandler(executor);
        return handler instanceof EpollIoHandler ? new StayInSet(handler) : handler;
      }

      @Override
      public boolean isChangingThreadSupported() {
        return factory.isChangingThreadSupported();
      }
    };
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Member(epoll.register(handle));
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return epoll.run(context);
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    epoll.destroy();
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return epoll.isCompatible(handleType);
  }

  /** One connection's place in the set. */
  private static final class Member implements IoRegistration {
    /**
     * The kernel tells of errors whether asked or not, over and over unless it is told to do so
     * once.
     */
    private static final EpollIoOps ERROR_ONCE = EpollIoOps.EPOLLERR.with(EpollIoOps.EPOLLET);

    private final IoRegistration registration;

    /** A new one is no member before it waits for something. */
    private boolean waited;

    Member(IoRegistration registration) {
      this.registration = registration;
    }

    @Override
    public long submit(IoOps ops) {
      boolean nothing = EpollIoOps.NONE.equals(ops);
      waited |= !nothing;
      return registration.submit(nothing && waited ? ERROR_ONCE : ops);
    }

    // The signature is Netty's.
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> T attachment() {
      return registration.attachment();
    }

    @Override
    public boolean isValid() {
      return registration.isValid();
    }

    @Override
    public boolean cancel() {
      return registration.cancel();
    }
  }
}
